import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type AdminClient, operatorClient } from '../support/admin-client.ts'
import { makeClientKey, type SelfServiceTool, selfServiceScope, toolOf } from '../support/self-service.ts'
import { read } from '../support/test-client.ts'
import { type BrokerNode, startTwoNodes, type TwoNodes } from './two-nodes.ts'

let nodes: TwoNodes
let operator: AdminClient
beforeAll(async () => {
  nodes = await startTwoNodes()
  operator = await operatorClient(nodes)
})
afterAll(() => nodes?.stop())

const reason = { 'tillit-reason': 'test' }
const through = (node: BrokerNode) => nodes.balancer.sendTo(node.port)

/** Each node looks for a new revision four times a second; a busy machine gets more time. */
async function inForce(node: BrokerNode, tool: SelfServiceTool, scope: string): Promise<void> {
  through(node)
  const begun = performance.now()
  await vi.waitFor(async () => expect((await tool.token(scope)).status).toBe(200), { timeout: 10_000, interval: 100 })
  // For whoever reads the output; a test must not depend on the machine.
  console.log(`${scope}: in force on the node after ${Math.round(performance.now() - begun)} ms`)
}

async function postDraft(draft: unknown): Promise<string> {
  const body = { organisation: '999977774', name: 'Journal' }
  const made = await operator.call('POST', '/api-keys', { body, headers: reason })
  const headers = { 'content-type': 'application/json', 'api-key': String(made.body['api_key']) }
  const url = `${nodes.issuer}/selvbetjening/v1/client-drafts`
  const answer = await read(await fetch(url, { method: 'POST', headers, body: JSON.stringify(draft) }))
  expect([answer.status, answer.text]).toEqual([201, expect.stringContaining('clientId')])
  return String(answer.body['clientId'])
}

async function approve(id: string): Promise<void> {
  const { body, headers } = await operator.get(`/clients/${id}`)
  const access = [
    { scope: selfServiceScope, status: 'approved' },
    { scope: 'nhn:kjernejournal/api', status: 'approved', approved_by: '310000094' },
  ]
  const etag = headers.get('etag') ?? ''
  expect((await operator.put(`/clients/${id}`, { ...body, access }, { etag })).status).toBe(200)
}

describe('self-service on two nodes', () => {
  it('takes a client from draft to use, and a rotated key, on the node that was not asked', async () => {
    through(nodes.a)
    const { publicJwk, privateJwk } = await makeClientKey({ alg: 'PS256' })
    const apiScopes = [selfServiceScope, 'nhn:kjernejournal/api']
    const id = await postDraft({ organizationNumber: '999977774', publicJwk, apiScopes })
    const confirmed = await operator.call('POST', `/clients/${id}/confirmation`, { body: {}, headers: reason })
    expect(confirmed.status).toBe(200)
    const tool = await toolOf(id, nodes.issuer, privateJwk)
    await inForce(nodes.b, tool, selfServiceScope)
    await inForce(nodes.a, tool, selfServiceScope)
    expect((await tool.token('nhn:kjernejournal/api')).body['error']).toBe('invalid_scope')

    through(nodes.a)
    await approve(id)
    await inForce(nodes.b, tool, 'nhn:kjernejournal/api')

    const next = await makeClientKey({ alg: 'PS256' })
    expect((await tool.postKey(next.publicJwk)).status).toBe(200)
    await inForce(nodes.a, tool.with(next.privateJwk), selfServiceScope)
    expect(nodes.output()).not.toMatch(/"msg":"a bug"|"status":500/)
  })

  it('registers every one of the keys that are posted to both nodes at the same moment', async () => {
    const { publicJwk, privateJwk } = await makeClientKey()
    const id = await postDraft({ organizationNumber: '999977774', publicJwk, apiScopes: [selfServiceScope] })
    await operator.call('POST', `/clients/${id}/confirmation`, { body: {}, headers: reason })
    const tool = await toolOf(id, nodes.issuer, privateJwk)
    await inForce(nodes.a, tool, selfServiceScope)
    await inForce(nodes.b, tool, selfServiceScope)
    nodes.balancer.sendTo(undefined)
    const pairs = await Promise.all([1, 2, 3, 4].map(() => makeClientKey()))
    const answers = await Promise.all(pairs.map((pair) => tool.postKey(pair.publicJwk)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    const listed = await operator.get(`/clients/${id}/keys`)
    expect(listed.body['items']).toHaveLength(5)
  })
})
