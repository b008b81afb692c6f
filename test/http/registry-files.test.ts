import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadRegistryFiles } from '#src/registry/load-registry-files.ts'
import { RegistryProblems } from '#src/registry/registry-problems.ts'
import {
  api,
  ec,
  ed25519,
  epj,
  membersOf,
  options,
  organisation,
  privateKey,
  problemsOf,
  problemsThrownBy,
  repository,
  rsa,
  scopeOfApi,
  withMembers,
} from './registry-documents.ts'

describe('registry files', () => {
  it.each([
    ['P-256', ec('P-256')],
    ['P-384', ec('P-384')],
    ['P-521', ec('P-521')],
    ['RSA 2048', rsa(2048)],
    ['Ed25519', ed25519],
  ])('accept a %s key', (_, key) => {
    expect(problemsOf(withMembers(epj, { jwks: { keys: [key] } }))).toEqual([])
  })

  it('accept RS256 where the client file names the exception', () => {
    const jwks = { keys: [{ ...rsa(2048), alg: 'RS256' }] }
    expect(problemsOf(withMembers(epj, { jwks, signing_algs: ['RS256'] }))).toEqual([])
  })

  it('refuse a private key in every place of a file without printing any of it', () => {
    const { d } = privateKey
    const documents = withMembers(epj, { jwks: { keys: [privateKey] }, d, client_name: d, kind: d, note: privateKey })
    const text = new RegistryProblems(problemsOf(documents)).message
    expect(text).toContain('jwks.keys[0].d: found a private or symmetric key, allowed only the public half')
    expect(text).toContain('kind: found a text of 43 characters')
    expect(text).not.toContain(d)
    expect(text).not.toContain(String(privateKey.x))
  })

  it('refuse a private RSA key by each of its private members', () => {
    const key = {
      ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }),
      kid: 'k1',
    }
    const problems = problemsOf(withMembers(epj, { jwks: { keys: [key] } }))
    expect(problems.map(({ path }) => path.replace('jwks.keys[0].', '')).sort()).toEqual([
      'd',
      'dp',
      'dq',
      'p',
      'q',
      'qi',
    ])
  })

  it('never print eleven digits in a row', () => {
    const problems = problemsOf(
      withMembers(epj, { organisation: '13116900216', '13116900216': 1, minimum_age: 13116900216 }),
    )
    expect(problems).toHaveLength(3)
    expect(JSON.stringify(problems)).not.toContain('13116900216')
  })

  it('never quote a text that is not JSON, but say where it ends to be JSON', () => {
    const broken = '{\n  "d": "hunter2"\n  "kid": "x"\n}'
    const documents = repository.map((document) => (document.file === epj ? { ...document, text: broken } : document))
    const [problem, ...others] = problemsOf(documents)
    expect(problem).toEqual({
      file: epj,
      path: '',
      found: 'a text that is not JSON at line 3, column 3',
      allowed: 'one JSON object',
    })
    expect(others).toEqual([])
  })

  it.each([['{"__proto__": {"status": "active"}}'], ['['.repeat(100_000) + ']'.repeat(100_000)], ['null'], ['']])(
    'refuse odd text $# as a problem of that file',
    (text) => {
      const documents = [...repository, { file: 'odd.json', kind: 'client' as const, text }]
      const problems = problemsOf(documents)
      expect(problems.length).toBeGreaterThan(0)
      expect(problems.every(({ file }) => file === 'odd.json')).toBe(true)
    },
  )

  it('report two broken files at once, and nothing about the sound files that refer to them', () => {
    const first = withMembers(api, { status: 'on' })
    const problems = problemsOf(withMembers(organisation, { status: 'off' }, first))
    expect(problems.map(({ file, path }) => [file, path])).toEqual([
      [organisation, 'status'],
      [api, 'status'],
    ])
  })

  it('name both files when two claim one id', () => {
    const text = JSON.stringify(membersOf(organisation))
    const problems = problemsOf([...repository, { file: 'organisations/copy.json', kind: 'organisation', text }])
    expect(problems.map(({ path, allowed }) => [path, allowed])).toContainEqual([
      'organisation_number',
      `a value that ${organisation} has not taken`,
    ])
  })

  it('name both files when two APIs claim one resource and its scopes', () => {
    const text = JSON.stringify(membersOf(api))
    const problems = problemsOf([...repository, { file: 'apis/nhn-kjernejournal.json', kind: 'api', text }])
    expect(problems.map(({ path, allowed }) => [path, allowed])).toEqual([
      ['resource', `a value that ${api} has not taken`],
      ['scopes', `a value that ${api} has not taken`],
    ])
  })

  it.each([
    ['tillit-operator.json', epj, { client_id: 'tillit-operator' }, 'client_id'],
    [
      'apis/tillit-admin.json',
      api,
      { resource: 'tillit:admin', scopes: [{ ...scopeOfApi, name: 'tillit:admin/x' }] },
      'resource',
    ],
    [
      'apis/selvbetjening.json',
      api,
      { resource: 'nhn:selvbetjening', scopes: [{ ...scopeOfApi, name: 'nhn:selvbetjening/client' }] },
      'resource',
    ],
  ] as const)('may not pass for a built-in entity (%s)', (file, like, members, path) => {
    const kind = like === api ? 'api' : 'client'
    const text = JSON.stringify({ ...membersOf(like), ...members })
    const problems = problemsOf([...repository, { file, kind, text }])
    expect(problems.map((problem) => [problem.file, problem.path])).toEqual([[file, path]])
  })

  it('find a circle of main units', () => {
    const other = 'organisations/310000108.json'
    const first = withMembers(other, { parent: '310000094' })
    const problems = problemsOf(withMembers('organisations/310000094.json', { parent: '310000108' }, first))
    expect(problems.map(({ file }) => file)).toEqual(['organisations/310000094.json', other])
  })

  it('are refused in production when they hold a development key, also under another kid', () => {
    const jwks: { keys?: object[] } = Object(membersOf(epj)['jwks'])
    const renamed = { keys: [{ ...jwks.keys?.[0], kid: 'ours-2026' }] }
    const uris = {
      redirect_uris: ['https://a.example/cb'],
      post_logout_redirect_uris: [],
      client_uri: 'https://a.example/',
    }
    for (const keys of [jwks, renamed]) {
      const documents = withMembers(epj, { ...uris, jwks: keys })
      const problems = problemsOf(documents, { environment: 'production' }).filter(({ file }) => file === epj)
      expect(problems.map(({ path, found }) => [path, found])).toEqual([['jwks.keys[0]', 'a development key']])
    }
  })

  it('may have http redirects in production only for native clients on loopback', () => {
    const change = (kind: string) =>
      withMembers(epj, {
        kind,
        jwks: { keys: [ec('P-256')] },
        redirect_uris: ['http://127.0.0.1/cb'],
        post_logout_redirect_uris: [],
        client_uri: 'http://127.0.0.1/',
      })
    const own = (kind: string) =>
      problemsOf(change(kind), { environment: 'production' }).filter(({ file }) => file === epj)
    expect(own('native')).toEqual([])
    expect(own('web').map(({ path, allowed }) => [path, allowed])).toEqual([
      ['redirect_uris[0]', 'https'],
      ['client_uri', 'https'],
    ])
  })
})

describe('the registry folder', () => {
  let dir = ''
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'tillit-registry-'))
    mkdirSync(join(dir, 'organisations'))
    writeFileSync(join(dir, organisation), JSON.stringify(membersOf(organisation)))
  })
  afterEach(() => rmSync(dir, { recursive: true }))

  it('gives the registry of its files, and may hold a README, schemas and dot files', () => {
    mkdirSync(join(dir, 'schemas'))
    writeFileSync(join(dir, 'README.md'), 'read me')
    writeFileSync(join(dir, '.keep'), '')
    expect(loadRegistryFiles(dir, options).organisation('999977774')?.name).toBe('Nordfjell legekontor')
  })

  it('reports files and folders that nobody would read', () => {
    writeFileSync(join(dir, 'epj.yaml'), '')
    mkdirSync(join(dir, 'devices'))
    mkdirSync(join(dir, 'organisations', 'old'))
    const problems = problemsThrownBy(() => loadRegistryFiles(dir, options))
    expect(problems.map(({ file, found }) => [file, found])).toEqual([
      ['devices', 'an unknown folder'],
      ['epj.yaml', 'an unknown file'],
      ['organisations/old', 'an unknown folder'],
    ])
  })

  it('reports bytes that are not UTF-8', () => {
    writeFileSync(join(dir, 'a.json'), Buffer.from([0x7b, 0xff, 0x7d]))
    const problems = problemsThrownBy(() => loadRegistryFiles(dir, options))
    expect(problems.map(({ file, allowed }) => [file, allowed])).toEqual([
      ['a.json', 'a file of UTF-8 text that can be read'],
    ])
  })

  it('reports that it is not there', () => {
    const missing = join(dir, 'nowhere')
    expect(problemsThrownBy(() => loadRegistryFiles(missing, options))).toEqual([
      { file: missing, path: '', found: 'nothing there', allowed: 'a folder that can be read' },
    ])
  })
})
