import { beforeAll, describe, expect, it } from 'vitest'
import { challengeFor } from '../../resource-server/challenge.ts'
import { checkAccessToken } from '../../resource-server/check-access-token.ts'
import { AccessTokenRefused, refusals } from '../../resource-server/refusal.ts'
import { badProofs } from '../../resource-server/try/bad-proofs.ts'
import { badTokens } from '../../resource-server/try/bad-tokens.ts'
import { type Bench, createBench, type Tamper } from '../../resource-server/try/bench.ts'

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

  const tolerated: readonly { readonly name: string; readonly proof: Readonly<Record<string, unknown>> }[] = [
    { name: 'a query in htu', proof: { htu: 'https://api.example/kjernejournal?page=2#part' } },
    { name: 'scheme and host in capitals', proof: { htu: 'HTTPS://API.EXAMPLE/kjernejournal' } },
    { name: 'the default port', proof: { htu: 'https://api.example:443/kjernejournal' } },
    { name: 'members that we do not know', proof: { extra: 'one' } },
    { name: 'iat 10 s ahead, as FAPI 2.0 asks', proof: { iat: Math.floor(Date.now() / 1000) + 8 } },
    { name: 'iat 10 s behind', proof: { iat: Math.floor(Date.now() / 1000) - 10 } },
  ]
  it.each(tolerated)('accepts a proof with $name', async ({ proof }) => {
    const request = await bench.request({ proof })
    await expect(checkAccessToken(request, bench.rules)).resolves.toMatchObject({ securityLevel: 4 })
  })

  it('accepts the scheme in any case, and one audience in an array', async () => {
    const made = await bench.request({ claims: { aud: ['nhn:kjernejournal'] } })
    const request = { ...made, authorization: made.authorization?.replace('DPoP', 'dpop') }
    await expect(checkAccessToken(request, bench.rules)).resolves.toMatchObject({ securityLevel: 4 })
  })

  it('refuses a machine where a person must stand behind the token', async () => {
    const request = await bench.request({ claims: { sub: 'epj-nordfjell', [level]: undefined } })
    const refusal = checkAccessToken(request, { ...bench.rules, personRequired: true })
    await expect(refusal).rejects.toMatchObject({ reason: 'person_missing', status: 403 })
  })

  it('refuses a token that has ended, asked last, and takes no answer for no answer', async () => {
    const asked: string[] = []
    const isActive = async (token: string) => {
      asked.push(token)
      return false
    }
    const rules = { ...bench.rules, isActive }
    await expect(checkAccessToken(await bench.request(), rules)).rejects.toMatchObject({ reason: 'token_revoked' })
    const forged = await bench.request({ tokenKey: bench.strangerKey })
    await expect(checkAccessToken(forged, rules)).rejects.toMatchObject({ reason: 'token_forged' })
    expect(asked).toHaveLength(1)
    const outage = { ...bench.rules, isActive: () => Promise.reject(new Error('no network')) }
    await expect(checkAccessToken(await bench.request(), outage)).rejects.toThrow('no network')
  })

  it('answers no request when the store of used proofs does not answer', async () => {
    const replays = { rememberOnce: () => Promise.reject(new Error('no store')) }
    await expect(checkAccessToken(await bench.request(), { ...bench.rules, replays })).rejects.toThrow('no store')
  })

  it('spends no proof that is wrong in another way', async () => {
    const remembered: string[] = []
    const replays = { rememberOnce: (id: string) => remembered.push(id) > 0 }
    const request = await bench.request({ proof: { htm: 'POST' } })
    await expect(checkAccessToken(request, { ...bench.rules, replays })).rejects.toMatchObject({ reason: 'proof_htm' })
    expect(remembered).toEqual([])
  })

  it('has a stable text for every rule, fit for a header', () => {
    for (const [reason, [code, text]] of Object.entries(refusals)) {
      expect(text, reason).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/)
      expect(code ?? 'none').toMatch(/^(none|invalid_|insufficient_)/)
    }
    const refused = new AccessTokenRefused('level_too_low', { acr_values: 'Level4' })
    expect(challengeFor(refused)).toMatch(
      /^DPoP error="insufficient_user_authentication", error_description="[^"]+", acr_values="Level4", algs="ES256 /,
    )
    expect(challengeFor(new AccessTokenRefused('token_missing'))).toMatch(/^DPoP algs="/)
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
