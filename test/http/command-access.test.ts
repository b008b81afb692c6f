import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readAudit } from '../support/audit.ts'
import { startTestBroker, type TestBroker } from '../support/broker.ts'
import { tillitBeside } from '../support/tillit-command.ts'

/** Persona P01. */
const pid = '07918449935'
let broker: TestBroker
let tillit: ReturnType<typeof tillitBeside>
beforeAll(async () => {
  broker = await startTestBroker()
  tillit = tillitBeside(broker)
})
afterAll(() => broker?.close())

const change = ['--reason', 'a test', '--yes']
const owner = ['--on-behalf-of', '310000094']
const accessOf = async (client: string, scope: string) => {
  const { stdout } = await tillit(['access', 'matrix', '--client', client, '--json'])
  return JSON.parse(stdout).items.find((item: { scope: string }) => item.scope === scope)
}

describe('tillit access', () => {
  it('shows who may use what, by client, API and status', async () => {
    const { status, stdout } = await tillit(['access', 'matrix', '--api', 'nhn:provesvar'])
    expect(status).toBe(0)
    expect(stdout.split('\n')[0]).toMatch(/^client +organisation +scope +status +until +decided for +last used +tokens/)
    expect(stdout).toMatch(/^epj-nordfjell +Nordfjell legekontor +nhn:provesvar\/api +requested /m)
    expect(stdout).not.toContain('nhn:kjernejournal')
    const waiting = await tillit(['access', 'matrix', '--status', 'requested', '--json'])
    expect(JSON.parse(waiting.stdout).items).toMatchObject([{ client_id: 'epj-nordfjell', scope: 'nhn:provesvar/api' }])
  })

  it('approves and revokes on behalf of the owner alone, and both stand in the audit trail', async () => {
    const named = ['epj-nordfjell', 'nhn:provesvar/api']
    const approve = ['access', 'approve', ...named, ...change]
    expect(await tillit(approve)).toMatchObject({ status: 2, stderr: expect.stringContaining('--on-behalf-of') })
    expect(await tillit([...approve, '--on-behalf-of', '999977774'])).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^TLT-602 /),
    })
    expect(await accessOf('epj-nordfjell', 'nhn:provesvar/api')).toMatchObject({ status: 'requested' })
    const approved = await tillit([...approve, ...owner, '--valid-until', '2099-01-01T00:00:00Z'])
    expect(approved).toMatchObject({ status: 0, stdout: 'epj-nordfjell nhn:provesvar/api: approved\n' })
    expect(await accessOf('epj-nordfjell', 'nhn:provesvar/api')).toMatchObject({
      status: 'approved',
      approved_by: '310000094',
      valid_until: expect.stringMatching(/^2099/),
    })
    expect(readAudit(broker.dataDir)).toContainEqual(
      expect.objectContaining({
        event: 'registry.changed',
        actor: { kind: 'operator', id: 'tillit-operator', on_behalf_of: '310000094' },
      }),
    )
    const revoked = await tillit(['access', 'revoke', ...named, ...owner, ...change, '--json'])
    expect(JSON.parse(revoked.stdout)).toMatchObject({ access: { status: 'revoked' } })
  })

  it('asks for access, which the one who asked does not decide', async () => {
    const named = ['skyjournal', 'nhn:provesvar/api']
    expect(await tillit(['access', 'request', ...named, ...change])).toMatchObject({
      status: 0,
      stdout: 'skyjournal nhn:provesvar/api: requested\n',
    })
    expect((await tillit(['access', 'request', 'skyjournal', 'nhn:finnes/ikke', ...change])).status).toBe(1)
    expect(await tillit(['access', 'refuse', ...named, ...owner, ...change])).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^TLT-602 /),
    })
  })

  it('changes nothing without a reason, or without --yes where there is no terminal', async () => {
    for (const verb of ['approve', 'revoke', 'refuse']) {
      const words = ['access', verb, 'integrasjon-nordfjell', 'nhn:kjernejournal/api', ...owner]
      expect((await tillit([...words, '--yes'])).status).toBe(2)
      expect((await tillit([...words, '--reason', 'a test'])).status).toBe(2)
    }
    expect(await accessOf('integrasjon-nordfjell', 'nhn:kjernejournal/api')).toMatchObject({ status: 'approved' })
  })
})

describe('tillit explain, what if', () => {
  const ask = (...words: readonly string[]) => tillit(['explain', '--client', 'epj-nordfjell', ...words])

  it('shows the token that would be issued', async () => {
    const { status, stdout } = await ask('--scope', 'openid nhn:kjernejournal/api', '--idp', 'bankid-oidc')
    expect(status).toBe(0)
    expect(stdout).toMatch(/^access token for nhn:kjernejournal$/m)
    expect(stdout).toMatch(/^ {2}idp +bankid-oidc$/m)
    const asJson = await ask('--scope', 'nhn:kjernejournal/api', '--as', 'machine', '--json')
    expect(JSON.parse(asJson.stdout)).toMatchObject({ kind: 'issued', token_kind: 'machine' })
  })

  it('names the rule that refuses, with exit code 1', async () => {
    const low = await ask('--scope', 'nhn:kjernejournal/api', '--level', '3')
    expect(low).toMatchObject({ status: 1, stdout: expect.stringMatching(/^refused +TLT-102 level_too_low$/m) })
    const foreign = await ask('--scope', 'nhn:kjernejournal/api', '--org', '999977774:310000094', '--json')
    expect([foreign.status, JSON.parse(foreign.stdout)]).toEqual([1, expect.objectContaining({ kind: 'refused' })])
  })

  it('takes no question that is none', async () => {
    for (const words of [
      [],
      ['--scope', ' '],
      ['--scope', 'a', '--level', '5'],
      ['--scope', 'a', '--as', 'robot'],
      ['--scope', 'a', '--org', ':1'],
      ['4GG94-Y5YK1', '--scope', 'a'],
    ]) {
      expect([words, (await ask(...words)).status]).toEqual([words, 2])
    }
  })
})

describe('tillit administrator', () => {
  it('adds by a number from standard input, lists and removes, and shows the number nowhere', async () => {
    const words = ['administrator', 'add', '--name', 'Astrid', '--organisation', '310000094', ...change]
    expect((await tillit([...words, pid])).status).toBe(2)
    expect((await tillit(words, { stdin: '0791844993' })).status).toBe(2)
    const added = await tillit([...words, '--json'], { stdin: `${pid}\n` })
    const { id } = JSON.parse(added.stdout)
    const listed = await tillit(['administrator', 'list'])
    expect(listed.stdout).toMatch(new RegExp(`^${id} +Astrid +310000094 +\\d{4}-\\d\\d-\\d\\d +tillit-operator$`, 'm'))
    expect((await tillit(['administrator', 'remove', id, ...change])).status).toBe(2)
    expect((await tillit(['administrator', 'remove', id, '--organisation', '310000094', ...change])).status).toBe(0)
    expect(JSON.parse((await tillit(['administrator', 'list', '--json'])).stdout)).toEqual({ items: [] })
    expect(added.stdout + added.stderr + listed.stdout + broker.logText()).not.toContain(pid)
  })
})

describe('tillit keys', () => {
  it('lists what tokens are signed with, and publishes a successor', async () => {
    expect((await tillit(['keys', 'list'])).stdout).toMatch(/^kid +alg +state +created\n.+ ES256 +active /)
    expect((await tillit(['keys', 'rotate', ...change])).status).toBe(2)
    expect((await tillit(['keys', 'rotate', '--alg', 'ES256', '--withdraw', ...change])).status).toBe(2)
    const rotated = await tillit(['keys', 'rotate', '--alg', 'ES256', ...change, '--json'])
    const states = JSON.parse(rotated.stdout).items.map(({ alg, state }: { alg: string; state: string }) => [
      alg,
      state,
    ])
    expect(states).toContainEqual(['ES256', 'next'])
    expect(await tillit(['keys', 'rotate', '--alg', 'ES256', ...change])).toMatchObject({ status: 1 })
  })
})
