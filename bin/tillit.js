#!/usr/bin/env node
// Plain JavaScript for Node 18 and later: finds a Node that runs TypeScript, and hands over to src/cli/.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { compileModulesOnce } from './compile-modules.js'
import { compileCache, node, root } from './ensure-installed.js'

/** The first Node that we run on. An older one does not read TypeScript. */
const nodeVersion = 24
const isNewEnough = Number(process.versions.node.split('.')[0]) >= nodeVersion

if (!existsSync(join(root, 'node_modules', 'oidc-provider')) || !(existsSync(node) || isNewEnough)) {
  console.error(
    `Tillit is not installed, and Node ${process.versions.node} alone can't run it: run \`npm ci\` in ${root} first.`,
  )
  process.exitCode = 2
} else if (existsSync(node)) {
  if (process.argv[2] === 'serve') compileModulesOnce()
  const env = { ...process.env, NODE_COMPILE_CACHE: compileCache }
  const child = spawn(node, [join(root, 'src', 'cli', 'tillit.ts'), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env,
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code) => {
    process.exitCode = code ?? 1
  })
} else {
  // In the container: no development dependencies, and no second process between the signals and the broker.
  await import('../src/cli/tillit.ts')
}
