import type { Problem } from '#config/problem.ts'

/** A problem before it is known in which file it stands. */
export type Finding = Omit<Problem, 'file'>
