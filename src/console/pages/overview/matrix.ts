import type { Language } from '#idp-adapters/contract.ts'
import { dateTime } from '#src/views/date-time.ts'
import type { AccessRow } from '../../call/forms.ts'
import { overviewTexts } from '../../texts/overview-texts.ts'
import type { TableBlock } from '../../view/block.ts'
import { code, lineBreak, lines, link, muted, type Pieces, text } from '../../view/pieces.ts'
import type { Say } from '../../view/speak.ts'
import { accessTag } from '../status-tags.ts'

/** APIs that get a column of their own; more would not fit beside one another. */
const mostColumns = 5

interface MatrixParts {
  readonly rows: readonly AccessRow[]
  readonly nameOfApi: (resource: string) => string
  readonly canOpen: (row: AccessRow) => boolean
  readonly say: Say
  readonly language: Language
}

/** Clients by APIs: in each cell the scopes, how they stand, and when the client last had a token for the API. */
export function matrixTable(parts: MatrixParts): TableBlock {
  const { rows, nameOfApi, canOpen, say } = parts
  const clients = [...Map.groupBy(rows, ({ client_id }) => client_id)].sort(([a], [b]) => (a < b ? -1 : 1))
  const resources = [...new Set(rows.map(({ resource }) => resource))].sort()
  const columns = resources.slice(0, mostColumns)
  const rest = resources.slice(mostColumns)
  return {
    kind: 'table',
    caption: say(overviewTexts.matrix),
    columns: [
      say(overviewTexts.client),
      ...columns.map(nameOfApi),
      ...(rest.length === 0 ? [] : [say(overviewTexts.others)]),
    ],
    rows: clients.flatMap(([id, own]) => {
      const [first] = own
      if (first === undefined) return []
      const name = canOpen(first) ? link(first.client_name, `/admin/clients/${id}`) : text(first.client_name)
      const others = own.filter(({ resource }) => rest.includes(resource))
      return [
        [
          [name, lineBreak, muted(first.organisation_name)],
          ...columns.map((resource) =>
            cellOf(
              own.filter((row) => row.resource === resource),
              parts,
            ),
          ),
          ...(rest.length === 0 ? [] : [cellOf(others, parts)]),
        ],
      ]
    }),
    empty: say(overviewTexts.empty),
  }
}

function cellOf(rows: readonly AccessRow[], { say, language }: MatrixParts): Pieces {
  const used = rows
    .flatMap(({ last_used }) => last_used ?? [])
    .sort()
    .at(-1)
  const isOpen = rows.some(({ status }) => status === 'approved')
  return [
    ...lines(rows.map((row) => [accessTag(row.status, say), code(shortScope(row))])),
    ...(isOpen ? [lineBreak, muted(useOf(used, say, language))] : []),
  ]
}

function useOf(used: string | undefined, say: Say, language: Language): string {
  if (used === undefined) return say(overviewTexts.unused)
  return say(overviewTexts.used, { time: dateTime(new Date(used), language) })
}

/** Within its API's column a scope needs only what comes after the API's name. */
function shortScope({ scope, resource }: AccessRow): string {
  return scope.startsWith(`${resource}/`) ? scope.slice(resource.length) : scope
}
