import type { Fault } from '../core/faults.ts'

const descriptions = {
  'down-500': 'answers 500',
  'not-authorised': 'answers 401: the caller may not ask',
  hang: 'answers after 30 seconds',
  slow: 'answers after one second, rightly',
  garbage: 'answers 200 with a page of HTML',
  'cut-json': 'answers 200 with half of its JSON',
  'other-shape': 'answers 200 with JSON of another shape',
  'no-match': 'knows nobody with the number',
  'several-matches': 'finds two people with the number',
  'other-person': 'answers about another number than was asked',
} as const

export type RegisterFaultId = keyof typeof descriptions

/** The faults that a simulated register can have. */
export const registerFaults: readonly Fault[] = Object.entries(descriptions).map(([id, description]) => ({
  id,
  description,
  point: 'lookup',
}))
