import { z } from 'zod'

const placeSchema = z.object({
  /** Put in by the command, where it has sent files. */
  file: z.string().optional(),
  kind: z.string().optional(),
  id: z.string().optional(),
  pointer: z.string().optional(),
  parameter: z.string().optional(),
  found: z.string(),
  allowed: z.string(),
})

/** One place that is wrong in what was sent. */
export type RefusedPlace = z.output<typeof placeSchema>

/** What the command knows of a refusal (RFC 9457, and our members). */
const problemSchema = z.object({
  status: z.int(),
  title: z.string().optional(),
  detail: z.string().optional(),
  /** `TLT-nnn`. */
  number: z.string().optional(),
  correlation_id: z.string().optional(),
  errors: z.array(placeSchema).default([]),
})

export type Problem = z.output<typeof problemSchema>

/** The admin API refuses. Nothing was changed. */
export class AdminRefused extends Error {
  override readonly name = 'AdminRefused'
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title ?? `the broker answered ${problem.status}`)
    this.problem = problem
  }
}

/** @param body of an answer that is no success; what isn't a problem of ours is told by its status alone. */
export function readProblem(status: number, body: unknown): AdminRefused {
  const read = problemSchema.safeParse(body)
  return new AdminRefused(read.success ? read.data : { status, errors: [] })
}
