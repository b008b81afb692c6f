import { type Command, UsageError } from './command.ts'

export const serveCommand: Command = {
  name: 'serve',
  summary: 'Run the broker',
  help: `Usage: tillit serve

Runs the broker until it is told to stop (SIGTERM, SIGINT).

Example: TILLIT_ENVIRONMENT=production TILLIT_ISSUER=https://login.example.no tillit serve
`,
  run: async (args, { env }) => {
    if (args.length > 0) throw new UsageError(`serve takes no ${args[0]}`)
    // Loaded only where it is used: the other commands answer faster without the engine.
    const { main } = await import('../main.ts')
    await main(env)
    return 0
  },
}
