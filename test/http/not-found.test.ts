import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectRefusal } from '../support/attack-bench.ts'
import { startTestBroker, type TestBroker } from '../support/broker.ts'
import { read } from '../support/test-client.ts'

let broker: TestBroker
beforeAll(async () => {
  broker = await startTestBroker()
})
afterAll(() => broker.close())

const asBrowsersSay = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
const ask = async (path: string, accept: string) => read(await fetch(broker.issuer + path, { headers: { accept } }))

describe('an address where nothing is', () => {
  it.each(['/nowhere', '/login', '/connect/nothing'])('is a page for a person: %s', async (path) => {
    const { status, text, headers } = await ask(path, asBrowsersSay)
    expect(status).toBe(404)
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(text).toContain('<h1 class="ds-heading" data-size="lg">Siden finnes ikke</h1>')
    expect(text).toContain('data-testid="reference-code"')
  })

  it.each(['*/*', 'application/json', ''])('is an OAuth error for a program that accepts %j', async (accept) => {
    expectRefusal(await ask('/nowhere', accept), { status: 404, error: 'not_found' })
  })
})
