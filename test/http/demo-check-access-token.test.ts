import { beforeAll, describe, expect, it } from 'vitest'
import { checkAccessToken } from '../../demo/api/check-access-token.ts'
import { AccessTokenRefused } from '../../demo/api/refusal.ts'
import { badProofs, badTokens } from './demo-bad-tokens.ts'
import { type Bench, createBench, type Tamper } from './demo-token-bench.ts'

const level = 'helseid://claims/identity/security_level'

let bench: Bench

beforeAll(async () => {
  bench = await createBench()
})

async function refusalOf(tamper: Tamper): Promise<unknown> {
  const request = await bench.request(tamper)
  return checkAccessToken(request, bench.rules).then(
    () => 'accepted',
    (error: unknown) => error,
  )
}

describe('checkAccessToken', () => {
  it('accepts a good token, with scope as an array or as a string', async () => {
    for (const scope of [['nhn:kjernejournal/api'], 'openid nhn:kjernejournal/api']) {
      const checked = await checkAccessToken(await bench.request({ claims: { scope } }), bench.rules)
      expect(checked.scopes).toContain('nhn:kjernejournal/api')
      expect(checked.securityLevel).toBe(4)
    }
  })

  it("accepts a machine's token, which has no level", async () => {
    const request = await bench.request({ claims: { sub: 'epj-nordfjell', [level]: undefined } })
    expect((await checkAccessToken(request, bench.rules)).securityLevel).toBeUndefined()
  })

  it('reads the level from acr when the API did not ask for the claim', async () => {
    const request = await bench.request({ claims: { [level]: undefined, acr: 'Level4' } })
    expect((await checkAccessToken(request, bench.rules)).securityLevel).toBe(4)
  })

  it('accepts a proof whose htu carries a query, which does not count', async () => {
    const request = await bench.request({ proof: { htu: 'https://api.example/kjernejournal?page=2' } })
    await expect(checkAccessToken(request, bench.rules)).resolves.toMatchObject({ securityLevel: 4 })
  })

  it.each([...badTokens, ...badProofs])('refuses $name with $code', async ({ tamper, code, reason }) => {
    const refusal = await refusalOf(tamper(bench))
    expect(refusal).toBeInstanceOf(AccessTokenRefused)
    expect(refusal).toMatchObject({ code, status: code === 'insufficient_scope' ? 403 : 401 })
    expect(String(refusal)).toContain(reason)
    expect(String(refusal)).not.toContain('eyJ')
  })

  it('refuses a proof that was used before', async () => {
    const request = await bench.request()
    await checkAccessToken(request, bench.rules)
    await expect(checkAccessToken(request, bench.rules)).rejects.toMatchObject({ code: 'invalid_dpop_proof' })
  })

  it('lets one of ten parallel uses of a proof through', async () => {
    const request = await bench.request()
    const uses = await Promise.allSettled(Array.from({ length: 10 }, () => checkAccessToken(request, bench.rules)))
    expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('does not call a key set that can not be fetched a bad token', async () => {
    const outage = new Error('no network')
    const rules = { ...bench.rules, keys: () => Promise.reject(outage) }
    await expect(checkAccessToken(await bench.request(), rules)).rejects.toBe(outage)
  })
})
