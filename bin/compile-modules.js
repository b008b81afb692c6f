// Plain JavaScript for Node 18 and later. Fills the compile cache, so that the very first start finds it: a broker that
// compiles its own modules holds what reads TypeScript (40 MB) for as long as it runs.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { compileCache, node, root } from './ensure-installed.js'

/** Loads the broker without starting it. Never fails: without the cache everything works, with more memory. */
export function compileModules() {
  const main = pathToFileURL(join(root, 'src', 'main.ts')).href
  const load = `await import(${JSON.stringify(main)})`
  spawnSync(existsSync(node) ? node : process.execPath, ['--input-type=module', '--eval', load], {
    cwd: root,
    stdio: 'ignore',
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
  })
}

/** Before a start: only where nobody has done it. */
export function compileModulesOnce() {
  if (!existsSync(compileCache)) compileModules()
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) compileModules()
