// Plain JavaScript for Node 18 and later: it runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
/** The Node that everything else runs on: the exact devDependency, whatever the machine has. */
export const node = join(root, 'node_modules', 'node', 'bin', 'node')

/**
 * Where Node keeps our modules compiled. From the second start on it need not load what reads TypeScript: 25 MB less, and
 * sooner there. Under node_modules: whoever may write there decides what runs anyway.
 */
export const compileCache = process.env.NODE_COMPILE_CACHE || join(root, 'node_modules', '.cache', 'tillit')

/** Holds the digest of the lock file that was installed. `npm ci` removes it with everything else before it begins. */
const stamp = join(root, 'node_modules', '.tillit-installed')

/** Installs the npm packages if the lock file has changed since the last time. Exits with one line when it can't. */
export function ensureInstalled() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  if (existsSync(node) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  console.log('Installing the npm packages (only when package-lock.json has changed) …')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  // The Node that we run on is a development dependency: without --include=dev, NODE_ENV=production would leave it out.
  const result = spawnSync(npm, ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    // The test runner and others ask for a newer Node than the machine may have; they run on ours.
    env: { ...process.env, npm_config_engine_strict: 'false' },
  })
  if (result.status !== 0 || !existsSync(node)) {
    const cause = result.error?.code === 'ENOENT' ? 'the command npm is not there' : '`npm ci` failed (see above)'
    console.error(
      `The npm packages could not be installed: ${cause}. Check npm, the network and the disk, then run it again.`,
    )
    process.exit(1)
  }
  writeFileSync(stamp, wanted)
}
