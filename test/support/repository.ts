import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository as files, for tests of the house's rules. */
export const repository = fileURLToPath(new URL('../..', import.meta.url))

export interface SourceFile {
  /** From the root of the repository. */
  readonly path: string
  readonly text: string
}

/** All files below `folder` with one of the endings. */
export function filesBelow(folder: string, ...endings: readonly string[]): readonly SourceFile[] {
  return readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => endings.some((ending) => name.endsWith(ending)))
    .map((name) => join(folder, name))
    .map((path) => ({ path, text: readFileSync(join(repository, path), 'utf8') }))
}

/** Runs a tool of `node_modules/.bin` with our Node. */
export function runTool(
  name: string,
  args: readonly string[],
  cwd = repository,
): { readonly status: number; readonly output: string } {
  const path = `${join(repository, 'node_modules', 'node', 'bin')}${delimiter}${process.env.PATH ?? ''}`
  const tool = join(repository, 'node_modules', '.bin', name)
  const result = spawnSync(tool, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, PATH: path },
    maxBuffer: 64 * 1024 * 1024,
  })
  return { status: result.status ?? 1, output: `${result.stdout}${result.stderr}` }
}
