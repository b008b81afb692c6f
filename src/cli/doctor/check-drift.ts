import { existsSync } from 'node:fs'
import { describeProblem } from '#config/problem.ts'
import type { Config } from '#config/schema.ts'
import { registryOptions } from '#src/open-registry.ts'
import { compareFiles } from '#src/registry/drift/compare-files.ts'
import { readRegistryTree } from '#src/registry/read-registry-tree.ts'
import type { Documents } from '#src/registry/store/documents.ts'
import { type Finding, ok, warn } from './finding.ts'

const check = 'registry files'

/** How the registry and the files that once filled it differ. The registry is the truth. */
export function checkDrift(config: Config, documents: Documents): readonly Finding[] {
  const { registryDir } = config
  if (!existsSync(registryDir)) return [ok(check, `none in ${registryDir}; the store holds the registry`)]
  const { documents: files, problems } = readRegistryTree(registryDir)
  const { added, changed, missing, same, problems: wrong } = compareFiles(files, documents, registryOptions(config))
  const told = [
    ...problems.map(describeProblem),
    ...wrong.map(
      ({ kind, id, pointer, found, allowed }) => `${kind} ${id} ${pointer}: found ${found}, allowed ${allowed}`,
    ),
  ]
  const more = told.length > 1 ? ` (and ${told.length - 1} more)` : ''
  const broken = told.slice(0, 1).map((text) => warn(check, `${text}${more}`, 'correct the files: an apply is refused'))
  const differences = [
    ...(added.length === 0 ? [] : [`${added.length} in the files alone`]),
    ...(changed.length === 0 ? [] : [`${changed.length} different`]),
    ...(missing.length === 0 ? [] : [`${missing.length} in the registry alone`]),
  ]
  if (differences.length === 0) return [...broken, ok(check, `${same} as in ${registryDir}`)]
  const todo = `tillit registry diff ${registryDir} shows which; apply, or export`
  return [...broken, warn(check, `${differences.join(', ')} (${registryDir})`, todo)]
}
