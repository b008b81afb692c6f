#!/usr/bin/env node
// Plain JavaScript for Node 18 and later: finds a Node that runs TypeScript, and hands over to src/cli/.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { node, root } from './ensure-installed.js'

const runner = existsSync(node)
  ? node
  : Number(process.versions.node.split('.')[0]) >= 24
    ? process.execPath
    : undefined
if (runner === undefined || !existsSync(join(root, 'node_modules', 'oidc-provider'))) {
  console.error('Tillit is not installed yet: run `npm ci` in its folder first.')
  process.exit(2)
}
const child = spawn(runner, [join(root, 'src', 'cli', 'tillit.ts'), ...process.argv.slice(2)], { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 1))
