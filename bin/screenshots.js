// Plain JavaScript for Node 18 and later. Pictures of every page into screenshots/, to be looked at by a person.
import { ensureInstalled } from './ensure-installed.js'
import { runEntry } from './run-checks.js'

ensureInstalled()
process.exit(runEntry('test/support/screenshots.ts', process.argv.slice(2)))
