import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AdminFixture, startAdminFixture } from '../support/admin-fixture.ts'

let fixture: AdminFixture
beforeAll(async () => {
  fixture = await startAdminFixture()
})
afterAll(() => fixture?.broker.close())

const headers = { 'tillit-reason': 'test', 'if-match': '"client/epj-nordfjell@1"' }
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`

const places: readonly (readonly [method: string, path: string, body: (deep: string) => string])[] = [
  ['PUT', '/clients/epj-nordfjell', (deep) => `{"client_name":${deep}}`],
  ['POST', '/clients/epj-nordfjell/keys', (deep) => `{"jwk":{"kty":${deep}}}`],
  ['POST', '/revisions', (deep) => `{"changes":[{"kind":"client","id":"ny","document":{"jwks":${deep}}}]}`],
  ['POST', '/what-if', (deep) => `{"client_id":"epj-nordfjell","scopes":${deep}}`],
]

describe('a body that is nested deeper than anything can follow (ours)', () => {
  it.each(places)('is refused at %s %s, and nothing has happened', async (method, path, body) => {
    for (const depth of [40, 5000, 60_000]) {
      const revision = fixture.revision()
      const seq = fixture.audit(0).length
      const answer = await fixture.operator.call(method, path, { body: body(nested(depth)), headers })
      expect([answer.status, answer.body['number']]).toEqual([400, 'TLT-301'])
      expect(fixture.revision()).toBe(revision)
      expect(fixture.audit(seq).map(({ event }) => event)).not.toContain('registry.changed')
    }
  })
})

describe('a NUL, which PostgreSQL takes in no text (ours)', () => {
  it.each([
    '/clients?q=%00',
    '/clients?after=%00',
    '/clients?organisation=%00',
    '/access?client=%00',
    '/access?after=%00%20x',
    '/clients/%00/usage',
  ])('is refused in the address %s', async (path) => {
    const answer = await fixture.operator.get(path)
    expect([answer.status, answer.body['number']]).toEqual([400, 'TLT-301'])
  })

  it('is refused in a search of the audit trail', async () => {
    const answer = await fixture.operator.call('POST', '/audit/search', { body: { correlation: 'ABCDE\u0000' } })
    expect([answer.status, answer.body['errors']]).toMatchObject([400, [{ pointer: '/correlation' }]])
  })
})
