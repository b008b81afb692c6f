import type { Problem, RefusedPlace } from '../api/admin-refused.ts'
import { visible } from './visible.ts'

/** What to do, by the number of the reason; the detail says what is wrong. */
const advice: Readonly<Record<string, string>> = {
  'TLT-310': 'Look at the list for what there is. A broker of an older version may not have this operation.',
  'TLT-601': 'The operator’s key has no such scope.',
  'TLT-602': 'This is somebody else’s to do; see --help for who decides.',
  'TLT-604': 'Somebody has changed it since you looked: look again, and repeat the command if you still want it.',
  'TLT-606': 'Send the public half alone. Take this private key out of use: it has left its place.',
  'TLT-901': 'Nothing was changed, or it is not known: look, then try again in a moment.',
}

/** A refusal for a person: what is wrong, where, what to do, and by which number the log and the trail know it. */
export function showRefusal(problem: Problem): string {
  const { number, detail, title, status, errors, correlation_id: id } = problem
  const what = detail ?? title ?? `the broker answered ${status}`
  const todo = number === undefined ? undefined : advice[number]
  return [
    `${number === undefined ? '' : `${number} `}${visible(what)}\n`,
    ...errors.map((place) => `  ${visible(`${placeOf(place)}: found ${place.found}, allowed ${place.allowed}`)}\n`),
    todo === undefined ? '' : `${todo}\n`,
    id === undefined ? '' : `correlation id ${id}\n`,
  ].join('')
}

function placeOf({ file, kind, id, pointer, parameter }: RefusedPlace): string {
  const entity = file ?? [kind, id].filter((part) => part !== undefined).join(' ')
  const where = [entity, pointer, parameter].filter((part) => part !== undefined && part !== '')
  return where.length === 0 ? 'the whole' : where.join(' ')
}
