import { spawnSync } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { compileCache, node, root } from './ensure-installed.js'

const bin = join(root, 'node_modules', '.bin')
/** Our Node first, so that the tools' own `#!/usr/bin/env node` finds it. */
export const environment = {
  ...process.env,
  PATH: `${join(root, 'node_modules', 'node', 'bin')}${delimiter}${process.env.PATH}`,
}

const checks = [
  ['types', join(bin, 'tsc'), ['--noEmit', '-p', '.']],
  ['lint and format', join(bin, 'biome'), ['check', '--error-on-warnings', '.']],
  [
    'import rules',
    join(bin, 'depcruise'),
    [
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'err',
      'src',
      'idp-adapters',
      'config',
      'demo',
      'resource-server',
    ],
  ],
  ['unused code', join(bin, 'knip'), ['--no-progress']],
]

/** Runs every static check, also after one has failed, and says which did. */
export function runChecks() {
  let failed = 0
  for (const [name, command, args] of checks) {
    const result = spawnSync(command, args, { cwd: root, env: environment, encoding: 'utf8' })
    const isGood = result.status === 0
    console.log(`${isGood ? '✓' : '✗'} ${name}`)
    if (!isGood) {
      failed += 1
      process.stdout.write(`${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}\n`)
    }
  }
  return { failed, passed: checks.length - failed }
}

/** Runs one of our TypeScript entries with our Node, on this terminal. */
export function runEntry(file, args) {
  const env = { ...environment, NODE_COMPILE_CACHE: compileCache }
  return spawnSync(node, [join(root, file), ...args], { cwd: root, env, stdio: 'inherit' }).status ?? 1
}
