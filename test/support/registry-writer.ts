import type { Change } from '#src/registry/store/change.ts'
import { openRegistryNode } from './registry-store.ts'

/**
 * A process that changes the registry until it is killed and says on its output what was acknowledged.
 * Arguments: the place of the registry, `bulk` or `single`, and how many changes.
 *
 * `bulk`: each apply gives every client of the registry the same new name. `single`: each apply makes one organisation.
 */
const [place = '', mode = '', count = '0'] = process.argv.slice(2)
const node = await openRegistryNode(place)
const author = { kind: 'operator', id: 'writer' } as const

const documentOf = (kind: Change['kind'], id: string) =>
  JSON.parse(node.live.current.documents.get({ kind, id })?.text ?? '{}')

function bulk(n: number): readonly Change[] {
  return [...node.live.current.documents.of('client').ids()]
    .filter((id) => !id.startsWith('tillit-'))
    .map((id) => ({ kind: 'client', id, document: { ...documentOf('client', id), client_name: `Navn ${n}` } }))
}

const template = documentOf('client', 'skyjournal')
function single(n: number): readonly Change[] {
  const id = `ny-${n}`
  return [{ kind: 'client', id, document: { ...template, client_id: id } }]
}

for (let n = 1; n <= Number(count); n += 1) {
  await node.store.apply({ changes: mode === 'bulk' ? bulk(n) : single(n), author, reason: `${n}` })
  process.stdout.write(`${n}\n`)
}
process.stdout.write('done\n')
// Stays until it is killed: what is acknowledged must not need an orderly end.
setInterval(() => {}, 1000)
