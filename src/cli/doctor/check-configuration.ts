import { ConfigProblems } from '#config/config-problems.ts'
import { loadConfig } from '#config/load-config.ts'
import { describeProblem } from '#config/problem.ts'
import type { Config } from '#config/schema.ts'
import { bad, type Finding, ok, warn } from './finding.ts'

const check = 'configuration'

/** The configuration as the broker would read it. @returns no configuration when it can't be started with. */
export function checkConfiguration(env: NodeJS.ProcessEnv): {
  readonly config: Config | undefined
  readonly findings: readonly Finding[]
} {
  try {
    const config = loadConfig(env)
    const warnings = config.warnings.map((text) => warn(check, text, 'see docs/operating.md, or leave it as it is'))
    return { config, findings: [ok(check, `${config.environment}, issuer ${config.issuer}`), ...warnings] }
  } catch (error) {
    if (!(error instanceof ConfigProblems)) throw error
    const todo = 'correct it: the broker does not start with this'
    return { config: undefined, findings: error.problems.map((problem) => bad(check, describeProblem(problem), todo)) }
  }
}
