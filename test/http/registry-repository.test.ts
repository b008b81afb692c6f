import { globSync, readFileSync } from 'node:fs'
import { calculateJwkThumbprint } from 'jose'
import { describe, expect, it } from 'vitest'
import { developmentKeyThumbprints } from '#config/is-development-key.ts'
import { jwkThumbprint } from '#config/jwk-thumbprint.ts'
import { isOrganisationNumber } from '#src/registry/checks/organisation-number.ts'
import { buildJsonSchemas } from '#src/registry/json-schemas.ts'
import { loadRegistryFiles, parseRegistryDocuments } from '#src/registry/load-registry-files.ts'
import { Registry } from '#src/registry/registry.ts'
import { options, repository } from './registry-documents.ts'

function readJsonFile(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}

const registry = loadRegistryFiles('clients', options)

describe('the registry of this repository', () => {
  it('loads, with every client and API that the demo needs', () => {
    expect(registry.clients().map((client) => client.clientId)).toEqual([
      'epj-fjord',
      'epj-nordfjell',
      'helsekort-web',
      'integrasjon-nordfjell',
      'kurspaamelding-web',
      'skyjournal',
      'timebok-utsikten',
      'vaktplan-fjord',
    ])
    expect(registry.apis().map((api) => api.resource)).toEqual([
      'nhn:kjernejournal',
      'nhn:provesvar',
      'nhn:reseptformidleren',
    ])
    expect(registry.client('epj-nordfjell')?.redirectUris).toEqual(['http://localhost:3002/signin-oidc'])
  })

  it('holds exactly the public halves of the demo keys', () => {
    for (const file of globSync('demo/keys/*.jwk.json')) {
      const clientId = file.replace(/^.*[/\\]/, '').replace('.jwk.json', '')
      const key = registry.client(clientId)?.jwks.keys[0]
      expect(key === undefined ? undefined : jwkThumbprint(key), file).toBe(jwkThumbprint(Object(readJsonFile(file))))
    }
  })

  it('loads nowhere in production', () => {
    expect(() => loadRegistryFiles('clients', { environment: 'production', placeholders: {} })).toThrow(
      'a development key',
    )
  })

  it('names JSON Schemas that are up to date (write them with: node src/registry/json-schemas.ts)', () => {
    for (const [name, text] of buildJsonSchemas()) {
      expect(readFileSync(`clients/schemas/${name}`, 'utf8'), name).toBe(text)
    }
    const named = repository.map(({ file, text }) => `${file}: ${Object(JSON.parse(text)).$schema}`)
    const schemaOf = {
      client: './schemas/client',
      api: '../schemas/api',
      organisation: '../schemas/organisation',
      delegation: '../schemas/delegation',
    }
    expect(named).toEqual(repository.map(({ file, kind }) => `${file}: ${schemaOf[kind]}.schema.json`))
  })

  it('knows every development key by its thumbprint', async () => {
    const files = [...globSync('demo/keys/*.json'), ...globSync('config/development-keys/*.json')]
    const thumbprints = await Promise.all(files.map((file) => calculateJwkThumbprint(Object(readJsonFile(file)))))
    expect([...developmentKeyThumbprints].sort()).toEqual(thumbprints.sort())
  })
})

describe('a registry', () => {
  it('has the same content whatever the order of files', () => {
    const reversed = parseRegistryDocuments([...repository].reverse(), options)
    expect(reversed.clients()).toEqual(registry.clients())
    expect(reversed.apis()).toEqual(registry.apis())
  })

  it('can not be changed, nor by the one who gave its content', () => {
    const client = { ...registry.clients()[0], grantTypes: ['authorization_code'] }
    const content = {
      organisations: [],
      apis: [],
      clients: registry
        .clients()
        .slice(0, 1)
        .map((c) => ({ ...c, ...client })),
    }
    const own = new Registry(content)
    client.grantTypes.push('client_credentials')
    expect(own.clients()[0]?.grantTypes).toEqual(['authorization_code'])
    expect(() => Object.assign(Object(own.clients()[0]), { status: 'draft' })).toThrow(TypeError)
    expect(() => Object(own.clients()[0]?.access).push({})).toThrow(TypeError)
  })

  it('knows nothing by names that every object has', () => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      expect([
        registry.client(name),
        registry.api(name),
        registry.organisation(name),
        registry.apiOfScope(name),
      ]).toEqual([undefined, undefined, undefined, undefined])
    }
  })

  it('gives the API of a scope as the same object as the API itself', () => {
    expect(registry.apiOfScope('nhn:kjernejournal/api')?.api).toBe(registry.api('nhn:kjernejournal'))
  })

  it('refuses two entities with one id', () => {
    const [api] = registry.apis()
    const apis = api === undefined ? [] : [api, api]
    expect(() => new Registry({ organisations: [], apis, clients: [] })).toThrow('the same API')
  })
})

describe('an organisation number', () => {
  it.each(['999977774', '310000094', '310000108', '974760673', '889640782'])(
    '%s has the right check digit',
    (number) => {
      expect(isOrganisationNumber(number)).toBe(true)
    },
  )

  // The eight digits 10000005 … have a check digit of 10: such a number is never given out.
  it.each(['999977775', '31000009', '3100000940', '31000009a', '', '٣١٠٠٠٠٠٩٤'])('%j is refused', (number) => {
    expect(isOrganisationNumber(number)).toBe(false)
  })
})
