import { readdirSync } from 'node:fs'
import { type OutgoingHttpHeaders, request } from 'node:http'
import { expect } from 'vitest'
import type { TestBroker } from './broker.ts'
import type { Answer } from './test-client.ts'

/** What a refused request must be answered with. */
export interface Expected {
  readonly status: number
  readonly error: string
}

/** Secrets by their looks, so that a new one is found without being named. Empty for a text that holds none. */
export function secretsIn(text: string): readonly string[] {
  const found = [
    // A JWT: access token, ID token, assertion, proof.
    ...jwtsIn(text),
    // Codes, refresh tokens, states, request handles, session ids and binding cookies are all 43 characters.
    ...(text.match(/(?<![\w-])[\w-]{40,}(?![\w-])/g) ?? []),
    ...pidsIn(text),
  ]
  return [...new Set(found)]
}

/** Every part of a JWT. Random letters begin with "eyJ" once in a while too; a JWT's decode to the name of a member. */
export function jwtsIn(text: string): readonly string[] {
  const begun = text.match(/eyJ[\w-]{8,}/g) ?? []
  return begun.filter((part) =>
    /^\{"[a-z][a-z_]*[a-z]"?/.test(Buffer.from(part.slice(0, 12), 'base64url').toString('latin1')),
  )
}

/** Every run of eleven digits whose control digits fit: a national identity number, whoever's. */
export function pidsIn(text: string): readonly string[] {
  return [...text.matchAll(/(?<!\d)(?=(\d{11})(?!\d))/g)].map(([, run = '']) => run).filter(hasControlDigits)
}

const organisations = readdirSync(new URL('../../clients/organisations/', import.meta.url)).map((name) =>
  name.slice(0, 9),
)

/**
 * A database's bytes for {@link pidsIn}: in an index an organisation's number is followed by that of a row, whose bytes
 * may be those of digits. Known persons' numbers are to be searched for in the bytes as they are.
 */
export function withoutOrganisations(bytes: string): string {
  return organisations.reduce((rest, number) => rest.replaceAll(number, '(organisation)'), bytes)
}

/** Written apart from the broker's: digits times weights must leave 0 by 11 (0 to 3 in the first by the rule of 2032). */
export function hasControlDigits(digits: string): boolean {
  const weigh = (weights: string) =>
    [...weights].reduce((sum, weight, place) => sum + Number(weight) * Number(digits.charAt(place)), 0) % 11
  return weigh('3761894521') <= 3 && weigh('54327654321') === 0
}

/** A refusal as the RFCs want it, which gives nothing away. */
export function expectRefusal(answer: Answer, { status, error }: Expected): void {
  expect({ status: answer.status, error: answer.body.error }).toEqual({ status, error })
  expect(answer.headers.get('x-correlation-id')).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/)
  for (const issued of ['access_token', 'refresh_token', 'id_token', 'request_uri', 'code']) {
    expect(answer.body, issued).not.toHaveProperty(issued)
  }
  expect(secretsIn(answer.text)).toEqual([])
}

export function expectSilentLog(broker: TestBroker): void {
  expect(secretsIn(broker.logText())).toEqual([])
}

/** A request that `fetch` would not send: foreign Host, absolute request line, header twice, odd bytes. */
export function rawRequest(
  broker: Pick<TestBroker, 'issuer'>,
  options: {
    readonly method?: string
    /** Request target exactly as it goes on the line. */
    readonly target: string
    readonly headers?: OutgoingHttpHeaders
    readonly body?: string | Uint8Array
  },
): Promise<Answer> {
  const { hostname, port, host } = new URL(broker.issuer)
  const { method = 'GET', target, headers = {}, body } = options
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { hostname, port, method, path: target, headers: { host, ...headers }, setHost: false, agent: false },
      (incoming) => {
        const chunks: Buffer[] = []
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
        incoming.once('error', reject)
        incoming.once('end', () => {
          const text = Buffer.concat(chunks).toString('utf8')
          const pairs = Object.entries(incoming.headersDistinct).flatMap(([name, values = []]) =>
            values.map((value): [string, string] => [name, value]),
          )
          resolve({ status: incoming.statusCode ?? 0, headers: new Headers(pairs), body: parse(text), text })
        })
      },
    )
    outgoing.once('error', reject)
    outgoing.end(body)
  })
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
