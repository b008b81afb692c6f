import type { AccessRow } from '../../call/forms.ts'
import { accessStatusTexts, overviewTexts } from '../../texts/overview-texts.ts'
import type { Block, Drawing } from '../../view/block.ts'
import type { Say } from '../../view/speak.ts'

/** Clients in one drawing. */
const mostDrawn = 24

/** Units of the drawing: of a wide window, and of a phone, each with room for so many letters. */
const sizes = {
  wide: { width: 960, node: 300, letters: 34 },
  narrow: { width: 340, node: 132, letters: 14 },
} as const
const rowHeight = 40
const nodeHeight = 28

/** Of several scopes of one API the line tells the one that matters most. */
const weight: readonly AccessRow['status'][] = ['requested', 'approved', 'refused', 'revoked']

/** Who calls what, drawn: clients left, APIs right, a line for each access. Absent without any. */
export function graphBlocks(
  rows: readonly AccessRow[],
  nameOfApi: (resource: string) => string,
  say: Say,
): readonly Block[] {
  const ids = [...new Set(rows.map(({ client_id }) => client_id))].sort()
  const drawn = rows.filter(({ client_id }) => ids.indexOf(client_id) < mostDrawn)
  if (drawn.length === 0) return []
  const counts = {
    clients: String(Math.min(ids.length, mostDrawn)),
    apis: String(new Set(drawn.map(({ resource }) => resource)).size),
  }
  return [
    {
      kind: 'graph',
      title: say(overviewTexts.graphTitle),
      description: say(overviewTexts.graphDescription, counts),
      drawings: [draw('wide', drawn, nameOfApi), draw('narrow', drawn, nameOfApi)],
      legend: weight
        .filter((status) => drawn.some((row) => row.status === status))
        .map((status) => ({ status, text: say(accessStatusTexts[status]) })),
    },
    ...(ids.length > mostDrawn
      ? [{ kind: 'paragraph', pieces: [{ kind: 'muted', text: say(overviewTexts.graphCut, counts) }] } as const]
      : []),
  ]
}

function draw(size: Drawing['size'], rows: readonly AccessRow[], nameOfApi: (resource: string) => string): Drawing {
  const { width, node, letters } = sizes[size]
  const clients = new Map(
    [...rows].sort((a, b) => (a.client_id < b.client_id ? -1 : 1)).map((row) => [row.client_id, row.client_name]),
  )
  const apis = new Map(
    [...new Set(rows.map(({ resource }) => resource))].sort().map((resource) => [resource, nameOfApi(resource)]),
  )
  const height = Math.max(clients.size, apis.size) * rowHeight
  const yOf = (keys: ReadonlyMap<string, string>, key: string) =>
    Math.round((height / keys.size) * ([...keys.keys()].indexOf(key) + 0.5) - nodeHeight / 2)
  const nodesOf = (keys: ReadonlyMap<string, string>, kind: 'client' | 'api') =>
    [...keys].map(([key, name]) => ({
      x: kind === 'client' ? 0 : width - node,
      y: yOf(keys, key),
      width: node,
      text: shorten(name, letters),
      kind,
    }))
  const pairs = Map.groupBy(rows, ({ client_id, resource }) => `${client_id} ${resource}`)
  const lines = [...pairs.values()].flatMap((own) => {
    const [row] = [...own].sort((a, b) => weight.indexOf(a.status) - weight.indexOf(b.status))
    if (row === undefined) return []
    const [from, to] = [yOf(clients, row.client_id) + nodeHeight / 2, yOf(apis, row.resource) + nodeHeight / 2]
    const middle = width / 2
    return [{ path: `M${node} ${from}C${middle} ${from} ${middle} ${to} ${width - node} ${to}`, status: row.status }]
  })
  return { size, width, height, nodes: [...nodesOf(clients, 'client'), ...nodesOf(apis, 'api')], lines }
}

function shorten(name: string, letters: number): string {
  return name.length <= letters ? name : `${name.slice(0, letters - 1)}…`
}
