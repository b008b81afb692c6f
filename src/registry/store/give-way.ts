/** Steps of long work between which requests get their turn. */
const stepsBetween = 50
let steps = 0

/** Called at each step of work that would hold up the event loop: now and then it lets others go first. */
export async function giveWay(): Promise<void> {
  steps += 1
  if (steps % stepsBetween === 0) await new Promise((resolve) => setImmediate(resolve))
}
