import { describeFound } from '#config/problem.ts'
import type { Environment } from '#config/schema.ts'
import type { ApiWire } from '../api-schema.ts'
import { defaultSigningAlgs } from '../client-schema.ts'
import { checkJwks } from './check-jwks.ts'
import { checkLevel } from './check-level.ts'
import type { Finding } from './finding.ts'

/** Everything that can be wrong within one API's file. */
export function checkApi(wire: ApiWire, environment: Environment): readonly Finding[] {
  const rules = { signingAlgs: defaultSigningAlgs, developmentKeys: environment !== 'production' }
  return [...wire.scopes.flatMap((_, index) => checkScope(wire, index)), ...checkJwks(wire.jwks.keys, rules)]
}

function checkScope(wire: ApiWire, index: number): readonly Finding[] {
  const scope = wire.scopes[index]
  if (scope === undefined) return []
  const path = `scopes[${index}].name`
  const prefix = `${wire.resource}/`
  const findings: Finding[] = [...checkLevel(scope, `scopes[${index}].`)]
  if (!scope.name.startsWith(prefix) || scope.name === prefix) {
    findings.push({ path, found: describeFound(scope.name), allowed: `a name that begins with "${prefix}"` })
  }
  if (wire.scopes.findIndex((other) => other.name === scope.name) < index) {
    findings.push({ path, found: describeFound(scope.name), allowed: 'a scope that no other entry has' })
  }
  return findings
}
