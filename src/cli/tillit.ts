import { main } from '../main.ts'

const usage = `Usage: tillit <command>

Commands
  serve    Run the broker. Configuration comes from TILLIT_CONFIG and the TILLIT_… environment variables.
           Example: TILLIT_ENVIRONMENT=production TILLIT_ISSUER=https://login.example.no tillit serve

Exit codes: 0 done, 1 it failed, 2 it was called or configured wrongly.
`

const [command, ...rest] = process.argv.slice(2)
if (command === 'serve' && rest.length === 0) {
  await main(process.env)
} else if (command === '--help' || command === 'help' || (command === 'serve' && rest[0] === '--help')) {
  process.stdout.write(usage)
} else {
  process.stderr.write(usage)
  process.exitCode = 2
}
