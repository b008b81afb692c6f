// Plain JavaScript for Node 18 and later. `npm test`: installs what is missing, then every check and every test.
// With arguments only the test runner runs, with those arguments: `npm test -- test/http`.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureInstalled, node, root } from './ensure-installed.js'
import { environment, runChecks } from './run-checks.js'

const systemParts = [
  { command: 'chromium', package: 'chromium', why: 'the browser tests drive a real Chromium' },
  { command: 'redis-server', package: 'redis-server', why: 'the store tests run against a real Redis' },
]

ensureInstalled()
ensureSystemParts()
const args = process.argv.slice(2)
const checks = args.length === 0 ? runChecks() : { passed: 0, failed: 0 }
const tests = runTests(args)
const failed = checks.failed + tests.failed
console.log(`${checks.passed + tests.passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)

function runTests(only) {
  const folder = mkdtempSync(join(tmpdir(), 'tillit-test-'))
  const report = join(folder, 'report.json')
  const runner = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const options = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const result = spawnSync(node, [runner, 'run', ...options, ...only], {
    cwd: root,
    env: environment,
    stdio: 'inherit',
  })
  const counts = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined
  rmSync(folder, { recursive: true, force: true })
  const passed = counts?.numPassedTests ?? 0
  // A file that does not load has no test to fail; a skipped test is one that nobody ran. Both count as failures.
  const skipped = (counts?.numPendingTests ?? 0) + (counts?.numTodoTests ?? 0)
  const failedTests = (counts?.numFailedTests ?? 0) + skipped
  const isBad = result.status !== 0 || passed === 0 || skipped > 0
  return { passed, failed: isBad ? Math.max(1, failedTests) : 0 }
}

function ensureSystemParts() {
  const missing = systemParts.filter(({ command }) => !isThere(command))
  if (missing.length === 0) return
  if (process.getuid?.() === 0 && isThere('apt-get')) install(missing.map((part) => part.package))
  const still = missing.filter(({ command }) => !isThere(command))
  for (const part of still) {
    console.error(
      `${part.command} is missing (${part.why}): install it, for instance with \`apt-get install ${part.package}\`, and run the tests again.`,
    )
  }
  if (still.length > 0) process.exit(1)
}

function install(packages) {
  console.log(`Installing ${packages.join(' and ')} from the system's packages …`)
  const quiet = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  spawnSync('apt-get', ['update', '-qq'], quiet)
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], quiet)
}

function isThere(command) {
  return (process.env.PATH ?? '').split(':').some((folder) => folder !== '' && existsSync(join(folder, command)))
}
