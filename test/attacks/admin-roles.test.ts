import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { operations } from '#src/admin/operations.ts'
import { type AdminFixture, roles, startAdminFixture } from '../support/admin-fixture.ts'
import { repository } from '../support/repository.ts'
import { read } from '../support/test-client.ts'
import { expectedStatus, roleRows, ruleWords } from './admin-role-rows.ts'

const approve = 'tillit:admin/registry.approve'

const documentSchema = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        operationId: z.string(),
        security: z.array(z.object({ dpop: z.array(z.string()).length(1) })).length(1),
        parameters: z.array(z.object({ name: z.string(), in: z.string(), required: z.boolean() })),
        responses: z.record(z.string(), z.object({ content: z.record(z.string(), z.unknown()).optional() })),
      }),
    ),
  ),
})

/** Every operation, as somebody who has only the published document knows them. */
async function readOperations(issuer: string) {
  const { body } = await read(await fetch(`${issuer}/admin/api/v1/openapi.json`))
  const { paths } = documentSchema.parse(body)
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      path,
      method: method.toUpperCase(),
      scope: operation.security[0]?.dpop[0] ?? '',
    })),
  )
}

type Published = Awaited<ReturnType<typeof readOperations>>[number]

let fixture: AdminFixture
let published: readonly Published[]
beforeAll(async () => {
  fixture = await startAdminFixture()
  published = await readOperations(fixture.broker.issuer)
})
afterAll(() => fixture?.broker.close())

describe('every operation of the OpenAPI document (design 9, ours)', () => {
  it('has an expectation here, and is an operation that there is', () => {
    const ids = published.map(({ operationId }) => operationId).sort()
    expect(ids).toEqual(Object.keys(roleRows).sort())
    expect(ids).toEqual(operations.map(({ id }) => id).sort())
  })
})

describe.each(operations.map(({ id }) => id))('%s (design 9)', (id) => {
  const find = () => {
    const operation = published.find(({ operationId }) => operationId === id)
    const row = roleRows[id]
    if (operation === undefined || row === undefined) throw new Error(`nothing is expected of ${id}`)
    return { operation, row }
  }

  it.each(roles)('answers %s as the rule has it', async (role) => {
    const { operation, row } = find()
    const { path, ...rest } = await row.request(fixture)
    const template = new RegExp(`^${operation.path.replace(/\{\w+\}/g, '[^/]+')}$`)
    expect(path.split('?')[0]).toMatch(template)
    const revision = fixture.revision()
    const seq = fixture.audit(0).length
    const answer = await fixture.call(role, operation.scope, { method: operation.method, path, ...rest })
    const lacksScope = role === 'no scope' || (operation.scope === approve && role.endsWith('machine'))
    const expected = role === 'no token' ? 401 : lacksScope ? 403 : expectedStatus(row, role)
    expect([answer.status, answer.status >= 400 && answer.text]).toEqual([expected, expected >= 400 && answer.text])
    expect(Object.keys(operation.responses)).toContain(String(answer.status))
    const added = fixture.audit(seq)
    if (answer.status < 400) expectForm(id, operation, answer)
    else {
      expect(answer.headers.get('content-type')).toContain('application/problem+json')
      expect(fixture.revision()).toBe(revision)
      const refusals = added.map(({ event, outcome, details }) => [event, outcome, details?.['operation']])
      // Nobody without a token fills the trail.
      expect(refusals).toEqual(role === 'no token' ? [] : [['request.refused', 'refused', id]])
    }
  })
})

/** The answer is in the very form that the document tells of. */
function expectForm(
  id: string,
  { responses }: Published,
  answer: { status: number; text: string; body: unknown },
): void {
  const types = Object.keys(responses[answer.status]?.content ?? {})
  const form = operations.find((operation) => operation.id === id)?.answer
  if (types.includes('application/json')) expect(form?.safeParse(answer.body).error?.issues).toBeUndefined()
  else if (types.includes('application/jsonl')) for (const line of answer.text.trim().split('\n')) JSON.parse(line)
  else expect(answer.text).toBe('')
}

describe('the document (ours)', () => {
  it('names the parameters of every address, and takes each that it names', async () => {
    for (const { path, parameters } of published) {
      const inPath = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)
      expect(inPath.sort()).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort())
    }
    const values: Readonly<Record<string, string>> = { limit: '1', dry_run: 'true', from: '0', to: '1', before: '2' }
    for (const { operationId, method, scope, parameters } of published) {
      const row = roleRows[operationId]
      const query = parameters.filter((parameter) => parameter.in === 'query')
      if (row === undefined || query.length === 0) continue
      const { path, ...rest } = await row.request(fixture)
      const status = operationId === 'listAccess' ? 'requested' : 'active'
      // A filter that fits nothing is a filter all the same.
      const asked = query.map(({ name }) => `${name}=${values[name] ?? (name === 'status' ? status : '1')}`).join('&')
      const answer = await fixture.call('operator machine', scope, {
        method,
        path: `${path.split('?')[0]}?${asked}`,
        ...rest,
      })
      expect([operationId, answer.status]).toEqual([operationId, 200])
    }
  })

  it('and the page for integrators say the same of scopes and rights', () => {
    const page = readFileSync(join(repository, 'docs/admin-api.md'), 'utf8')
    const lines = published.map(({ operationId, method, path, scope }) => {
      const rule = roleRows[operationId]?.rule ?? 'everybody'
      return `| \`${method} ${path}\` | ${scope.replace('tillit:admin/', '')} | ${ruleWords[rule]}`
    })
    expect(lines.filter((line) => !page.includes(line))).toEqual([])
  })

  it('refers to nothing that is not in it', async () => {
    const { text, body } = await read(await fetch(`${fixture.broker.issuer}/admin/api/v1/openapi.json`))
    const named = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name ?? '')
    const { schemas } = Object(body['components'])
    expect(named.filter((name) => !Object.hasOwn(Object(schemas), name))).toEqual([])
    expect(named.length).toBeGreaterThan(50)
  })
})
