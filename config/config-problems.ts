import { describeProblem, type Problem } from './problem.ts'

/** A configuration that can't be started with, and everything that is wrong in it. */
export class ConfigProblems extends Error {
  override readonly name = 'ConfigProblems'
  readonly problems: readonly Problem[]
  constructor(problems: readonly Problem[]) {
    const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`
    super(`the configuration has ${count}:\n${problems.map((problem) => `  ${describeProblem(problem)}`).join('\n')}`)
    this.problems = problems
  }
}
