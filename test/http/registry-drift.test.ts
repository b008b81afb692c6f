import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changesToPrune, compareFiles } from '#src/registry/drift/compare-files.ts'
import { exportFiles } from '#src/registry/drift/export-files.ts'
import { type RegistryDocument, readRegistryTree } from '#src/registry/read-registry-tree.ts'
import { RegistryProblems } from '#src/registry/registry-problems.ts'
import { etagOf, parseEtag } from '#src/registry/store/etag.ts'
import { openRegistryNode, type RegistryNode, registryOptions } from '../support/registry-store.ts'
import { repository, withMembers } from './registry-documents.ts'

const folder = mkdtempSync(join(tmpdir(), 'tillit-drift-'))
const author = { kind: 'operator', id: 'kari' } as const
let node: RegistryNode

beforeAll(async () => {
  node = await openRegistryNode(join(folder, 'data'))
})
afterAll(async () => {
  await node?.close()
  rmSync(folder, { recursive: true, force: true })
})

const drift = (files: readonly RegistryDocument[] = repository) =>
  compareFiles(files, node.live.current.documents, registryOptions)

describe('files and an empty store', () => {
  it('stops the start on a wrong file, by file, path, found and allowed, and the store stays empty', async () => {
    const dir = join(folder, 'wrong')
    for (const { file, text } of withMembers('epj-nordfjell.json', { organisation: '310000078', kind: 'toaster' })) {
      mkdirSync(dirname(join(dir, file)), { recursive: true })
      writeFileSync(join(dir, file), text)
    }
    const problem = await node.seed(dir).catch((error: unknown) => error)
    expect(problem instanceof RegistryProblems ? problem.problems : problem).toMatchObject([
      { file: 'epj-nordfjell.json', path: 'kind', found: '"toaster"', allowed: expect.stringContaining('"web"') },
    ])
    expect(node.live.revision).toBe(0)
  })

  it('are the same once the files have filled it; from then on nobody looks at them', async () => {
    await node.seed()
    const { same, ...differences } = drift()
    expect(same).toBe(repository.length)
    expect(differences).toEqual({ added: [], changed: [], missing: [], problems: [] })
    await node.seed(join(folder, 'wrong'))
    expect(node.live.revision).toBe(1)
  })
})

describe('drift', () => {
  it('names what is in the files alone, in the store alone, and different, with both sides', async () => {
    const files = withMembers('skyjournal.json', { client_name: 'Sky' }).filter(
      ({ file }) => file !== 'helsekort-web.json',
    )
    const document = { ...JSON.parse(repository.find(({ file }) => file === 'skyjournal.json')?.text ?? '') }
    const text = JSON.stringify({ ...document, client_id: 'ny' })
    const found = drift([...files, { file: 'ny.json', kind: 'client', text }])
    expect(found.added).toEqual([{ kind: 'client', id: 'ny' }])
    expect(found.missing).toEqual([{ kind: 'client', id: 'helsekort-web' }])
    expect(found.changed.map(({ id, inFiles }) => [id, JSON.parse(inFiles).client_name])).toEqual([
      ['skyjournal', 'Sky'],
    ])
  })

  it('disables what the files lack when it is pruned, once, and never what is built in', async () => {
    const { missing } = drift(repository.filter(({ file }) => file !== 'helsekort-web.json'))
    const prune = () => changesToPrune(missing, node.live.current.documents)
    await node.store.apply({ changes: prune(), author, reason: 'pruned' })
    expect(node.live.registry.client('helsekort-web')?.status).toBe('disabled')
    expect(prune()).toEqual([])
  })

  it('tells what is wrong with a file instead of comparing it', () => {
    const { problems } = drift(withMembers('skyjournal.json', { kind: 'toaster' }))
    expect(problems).toMatchObject([{ kind: 'client', id: 'skyjournal', pointer: '/kind', found: '"toaster"' }])
  })
})

describe('an export', () => {
  it('is the same registry when it is read back, without the entities of the broker itself', () => {
    const dir = join(folder, 'export')
    const files = exportFiles(node.live.current.documents)
    for (const [path, text] of files) {
      mkdirSync(dirname(join(dir, path)), { recursive: true })
      writeFileSync(join(dir, path), text)
    }
    const { documents, problems } = readRegistryTree(dir)
    expect(problems).toEqual([])
    expect([...files.keys()].filter((path) => /tillit|000000000/.test(path))).toEqual([])
    expect([...files.keys()]).toContain('apis/kjernejournal.json')
    expect(drift(documents)).toEqual({ added: [], changed: [], missing: [], problems: [], same: repository.length })
  })
})

describe('an ETag', () => {
  it('says which entity at which revision, and is read back', () => {
    for (const { kind, id } of [
      { kind: 'client', id: 'epj-nordfjell' },
      { kind: 'api', id: 'nhn:kjernejournal' },
      { kind: 'delegation', id: '999977774-310000116' },
    ] as const) {
      expect(parseEtag(etagOf({ kind, id, revision: 12 }))).toEqual({ kind, id, revision: 12 })
    }
    for (const other of [
      '',
      '*',
      'W/"client/a@1"',
      '"client/a@0"',
      '"client/a"',
      '"toaster/a@1"',
      '"client/a@1", "b"',
    ]) {
      expect(parseEtag(other), other).toBeUndefined()
    }
  })
})
