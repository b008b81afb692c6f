import { describeProblem, type Problem } from '#config/problem.ts'

/** Registry files that can't be used, with everything that is wrong in them. Nothing of them has been applied. */
export class RegistryProblems extends Error {
  override readonly name = 'RegistryProblems'
  readonly problems: readonly Problem[]
  constructor(problems: readonly Problem[]) {
    const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`
    super(`the registry files have ${count}:\n${problems.map((problem) => `  ${describeProblem(problem)}`).join('\n')}`)
    this.problems = problems
  }
}
