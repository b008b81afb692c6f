// Plain JavaScript for Node 18 and later. `npm run check`: types, lint, import rules, unused code.
import { ensureInstalled } from './ensure-installed.js'
import { runChecks } from './run-checks.js'

ensureInstalled()
const { failed, passed } = runChecks()
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
