import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AdminClient, operatorClient } from '../support/admin-client.ts'
import { startTestBroker, type TestBroker } from '../support/broker.ts'

let broker: TestBroker
let operators: readonly AdminClient[]
beforeAll(async () => {
  broker = await startTestBroker()
  operators = await Promise.all(Array.from({ length: 4 }, () => operatorClient(broker)))
})
afterAll(() => broker.close())

describe('operators who change the same thing at once', () => {
  it('each lose nothing: one gets through, the others are told', async () => {
    const path = '/clients/epj-nordfjell'
    const revisions = async () => Object(operators[0] && (await operators[0].get(`${path}/revisions`)).body['items'])
    const before = (await revisions()).length
    const accepted: string[] = []
    for (let round = 0; round < 5; round += 1) {
      const seen = await operators[0]?.get(path)
      const etag = seen?.headers.get('etag') ?? ''
      const answers = await Promise.all(
        operators.flatMap((operator, n) =>
          [1, 2, 3].map(async (m) => {
            const name = `EPJ ${round}-${n}-${m}`
            const answer = await operator.put(path, { ...seen?.body, client_name: name }, { etag, reason: name })
            return { status: answer.status, name }
          }),
        ),
      )
      const won = answers.filter(({ status }) => status === 200)
      expect(won).toHaveLength(1)
      expect(answers.filter(({ status }) => status === 412)).toHaveLength(operators.length * 3 - 1)
      accepted.push(...won.map(({ name }) => name))
      expect((await operators[0]?.get(path))?.body['client_name']).toBe(won[0]?.name)
    }
    const all: readonly { readonly reason: string }[] = await revisions()
    // Each change that was accepted is a revision, and nothing else is.
    expect(all.slice(0, all.length - before).map(({ reason }) => reason)).toEqual(accepted.toReversed())
  })

  it('all get through when each keeps to what it has seen', async () => {
    const path = '/clients/skyjournal'
    const rounds = 5
    await Promise.all(
      operators.map(async (operator, n) => {
        for (let done = 0; done < rounds; ) {
          const { body, headers } = await operator.get(path)
          const mark = `https://sky-${n}-${done}.example/ut`
          const uris = [...Object(body['post_logout_redirect_uris']), mark]
          const etag = headers.get('etag') ?? ''
          const answer = await operator.put(path, { ...body, post_logout_redirect_uris: uris }, { etag })
          if (answer.status === 200) done += 1
          else expect(answer.status).toBe(412)
        }
      }),
    )
    const uris = (await operators[0]?.get(path))?.body['post_logout_redirect_uris']
    const marks = operators.flatMap((_, n) =>
      Array.from({ length: rounds }, (_each, m) => `https://sky-${n}-${m}.example/ut`),
    )
    expect(Array.isArray(uris) ? uris.filter((uri) => String(uri).includes('/ut')).sort() : []).toEqual(marks.sort())
  })
})
