import { z } from 'zod'
import { type Paint, paintFor, type Tone } from './colours.ts'
import { textOf } from './fields.ts'

const ref = { kind: z.string(), id: z.string() }
const changeSchema = z.object({
  ...ref,
  action: z.string(),
  members: z.array(z.string()),
  before: z.json().optional(),
  after: z.json().optional(),
})

/** A plan as the admin API tells it. */
export const planSchema = z.object({
  base_revision: z.int(),
  revision: z.int().optional(),
  changes: z.array(changeSchema),
  unchanged: z.int(),
  missing: z.array(z.object(ref)).default([]),
  touches: z.object({ clients: z.int(), live_sessions: z.int(), tokens_30_days: z.int() }).optional(),
})

export type PlanAnswer = z.output<typeof planSchema>

/** Characters of a value that a line of the plan shows. */
const valueLength = 60
const toneOf: Readonly<Record<string, Tone>> = { create: 'good', enable: 'warning', disable: 'bad', remove: 'bad' }

/**
 * What a change does, for the person who is about to say yes.
 * @param prune what is in no file is disabled, so that it is among the changes or disabled already.
 */
export function showPlan(plan: PlanAnswer, world: { readonly hasColours: boolean }, prune = false): string {
  const paint = paintFor(world)
  const { changes, unchanged, missing, touches } = plan
  const lines = changes.flatMap((change) => [headOf(change, paint), ...memberLines(change)])
  const drift = missing.map(({ kind, id }) => `  ${kind} ${id}\n`)
  return [
    ...lines,
    changes.length === 0 ? 'nothing to change\n' : '',
    changes.length === 0 || touches === undefined ? '' : `${touchedBy(touches)}\n`,
    unchanged === 0 ? '' : `${count(unchanged, 'entity', 'entities')} already as wanted\n`,
    drift.length === 0 || prune
      ? ''
      : `registered, and in no file (left as it is; --prune disables it):\n${drift.join('')}`,
  ].join('')
}

/** Such as `2 to create, 1 to disable`. */
export function countActions({ changes }: Pick<PlanAnswer, 'changes'>): string {
  const actions = [...new Set(changes.map(({ action }) => action))]
  return actions.map((name) => `${changes.filter(({ action }) => action === name).length} to ${name}`).join(', ')
}

function headOf({ action, kind, id }: PlanAnswer['changes'][number], paint: Paint): string {
  const tone = toneOf[action]
  const word = action.padEnd(8)
  return `${tone === undefined ? word : paint(tone, word)} ${kind} ${id}\n`
}

/** Each member that differs, as it was and as it becomes. */
export function memberLines({ action, members, before, after }: PlanAnswer['changes'][number]): readonly string[] {
  if (action === 'create') return []
  return members.map((member) => {
    const [was, is] = [Reflect.get(Object(before), member), Reflect.get(Object(after), member)]
    return `           ${member}: ${shorten(was)} → ${shorten(is)}\n`
  })
}

function shorten(value: unknown): string {
  if (value === undefined) return '(none)'
  const text = textOf(value)
  return text.length <= valueLength ? text : `${text.slice(0, valueLength)}…`
}

function touchedBy({ clients, live_sessions, tokens_30_days }: NonNullable<PlanAnswer['touches']>): string {
  const parts = [
    count(clients, 'client', 'clients'),
    count(live_sessions, 'live session', 'live sessions'),
    `${count(tokens_30_days, 'token', 'tokens')} in the last 30 days`,
  ]
  return `touches ${parts.join(', ')}`
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`
}
