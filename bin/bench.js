// Plain JavaScript for Node 18 and later. `npm run bench`: prints ratios, asserts nothing.
import { ensureInstalled } from './ensure-installed.js'
import { runEntry } from './run-checks.js'

ensureInstalled()
process.exit(runEntry('bench/main.ts', process.argv.slice(2)))
