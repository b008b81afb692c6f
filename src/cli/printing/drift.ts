import { paintFor } from './colours.ts'
import { memberLines, type PlanAnswer } from './plan.ts'

/** How the files and the registry differ, from where the files stand. */
export function showDrift(plan: PlanAnswer, world: { readonly hasColours: boolean }): string {
  const paint = paintFor(world)
  const { changes, missing, unchanged } = plan
  const inFiles = changes.filter(({ action }) => action === 'create')
  const differing = changes.filter(({ action }) => action !== 'create')
  return [
    ...inFiles.map(({ kind, id }) => `${paint('good', 'in the files alone')}     ${kind} ${id}\n`),
    ...differing.flatMap((change) => [
      `${paint('warning', 'differs')}                ${change.kind} ${change.id}  (registry → files)\n`,
      ...memberLines(change),
    ]),
    ...missing.map(({ kind, id }) => `${paint('bad', 'in the registry alone')}  ${kind} ${id}\n`),
    `${unchanged} the same\n`,
  ].join('')
}
