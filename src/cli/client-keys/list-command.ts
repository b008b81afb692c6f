import { z } from 'zod'
import { readAnswer } from '../api/read-all.ts'
import { withAdmin } from '../api/with-admin.ts'
import type { Command } from '../command.ts'
import { readingHelp, readingOptions, wordsOf } from '../options.ts'
import { type Paint, paintFor } from '../printing/colours.ts'
import { type Cell, table } from '../printing/table.ts'
import { readOptions } from '../read-options.ts'
import { writeAnswer } from '../write-answer.ts'

const keySchema = z.looseObject({
  kid: z.string(),
  kty: z.string(),
  alg: z.string().optional(),
  thumbprint: z.string().optional(),
  expires_at: z.string().optional(),
  days_left: z.int().optional(),
})
const keysSchema = z.looseObject({ items: z.array(keySchema) })

type ClientKey = z.output<typeof keySchema>

/** Days before its end at which a key's owner should have the next one. */
const soonDays = 30

export const listClientKeysCommand: Command = {
  name: 'client-key list',
  summary: "List a client's keys, and when they end",
  help: `Usage: tillit client-key list <client> [--json]

${readingHelp}; {"items": [{"kid", "kty", "alg", "thumbprint", "expires_at", "days_left"}]}

Example: tillit client-key list epj-nordfjell
`,
  run: async (args, world) => {
    const { values, positionals } = readOptions(args, readingOptions)
    const [client] = wordsOf(positionals, 'the client')
    const answer = await withAdmin(world, values, ['registry.read'], (api) =>
      api.call({ method: 'GET', path: `/clients/${encodeURIComponent(client)}/keys` }),
    )
    const keys = readAnswer(keysSchema, answer.body)
    writeAnswer(world, values, keys, () => showKeys(keys.items, paintFor(world)))
    return 0
  },
}

function showKeys(keys: readonly ClientKey[], paint: Paint): string {
  const headings = ['kid', 'type', 'alg', 'ends', 'thumbprint']
  const rows = keys.map((key) => [key.kid, key.kty, key.alg ?? '', endOf(key), key.thumbprint ?? ''])
  return table(headings, rows, paint)
}

function endOf({ expires_at, days_left }: ClientKey): Cell {
  if (expires_at === undefined) return 'never'
  const day = expires_at.slice(0, 10)
  if (days_left === undefined) return day
  if (days_left <= 0) return { tone: 'bad', text: `${day} (over)` }
  const text = `${day} (${days_left} days)`
  return days_left <= soonDays ? { tone: 'warning', text } : text
}
