import { readAll } from '../api/read-all.ts'
import { withAdmin } from '../api/with-admin.ts'
import { type Command, UsageError } from '../command.ts'
import { readingHelp, readingOptions } from '../options.ts'
import { table } from '../printing/table.ts'
import { readOptions } from '../read-options.ts'
import { writeAnswer } from '../write-answer.ts'
import { type AccessAnswer, accessSchema } from './access-answer.ts'

export const matrixCommand: Command = {
  name: 'access matrix',
  summary: 'Show which client may use which scope, since when it was last used, and who waits',
  help: `Usage: tillit access matrix [--client ID] [--api RESOURCE] [--organisation NUMBER] [--status STATUS] [--json]

  --client ID             of this client
  --api RESOURCE          to this API
  --organisation NUMBER   of the clients of this organisation
  --status STATUS         requested, approved, refused or revoked
${readingHelp}; {"items": [access]}

Example: tillit access matrix --status requested
`,
  run: async (args, world) => {
    const { values, positionals } = readOptions(args, {
      ...readingOptions,
      client: { type: 'string' },
      api: { type: 'string' },
      organisation: { type: 'string' },
      status: { type: 'string' },
    })
    if (positionals.length > 0) throw new UsageError(`access matrix takes no ${positionals[0]}`)
    const { client, api: resource, organisation, status } = values
    const items = await withAdmin(world, values, ['registry.read'], (api) =>
      readAll(api, '/access', accessSchema, { client, api: resource, organisation, status }),
    )
    writeAnswer(world, values, { items }, () => showMatrix(items))
    return 0
  },
}

const headings = ['client', 'organisation', 'scope', 'status', 'until', 'decided for', 'last used', 'tokens, 30 days']

function showMatrix(items: readonly AccessAnswer[]): string {
  return table(
    headings,
    items.map((item) => [
      item.client_id,
      item.organisation_name ?? item.organisation,
      item.scope,
      item.status,
      item.valid_until?.slice(0, 10) ?? '',
      item.approved_by ?? '',
      item.last_used?.slice(0, 10) ?? 'never',
      String(item.tokens_30_days ?? 0),
    ]),
  )
}
