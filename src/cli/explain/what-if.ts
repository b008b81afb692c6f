import { z } from 'zod'
import { readAnswer } from '../api/read-all.ts'
import { withAdmin } from '../api/with-admin.ts'
import { type CommandWorld, type ExitCode, UsageError } from '../command.ts'
import type { ReadingValues } from '../options.ts'
import { fields } from '../printing/fields.ts'
import { writeAnswer } from '../write-answer.ts'

/** What somebody may wonder about. */
export const whatIfOptions = {
  client: { type: 'string' },
  scope: { type: 'string', multiple: true },
  org: { type: 'string' },
  idp: { type: 'string' },
  level: { type: 'string' },
  as: { type: 'string' },
} as const

export const whatIfHelp = `  --client ID             which client asks
  --scope SCOPE           for what; several times, or several in one with spaces
  --org PARENT[:CHILD]    for whom, as the client would say in assertion_details
  --idp ID                provider that the person would log in with; the first that is allowed if not given
  --level 2|3|4           what that login would prove; 4 if not given
  --as machine|user       with client credentials, or by a person; what the client's kind does if not given`

interface WhatIfValues extends ReadingValues {
  readonly scope?: readonly string[] | undefined
  readonly org?: string | undefined
  readonly idp?: string | undefined
  readonly level?: string | undefined
  readonly as?: string | undefined
}

const claimsSchema = z.record(z.string(), z.unknown())
const outcomeSchema = z.discriminatedUnion('kind', [
  z.looseObject({
    kind: z.literal('issued'),
    access_tokens: z.array(z.object({ resource: z.string(), claims: claimsSchema })),
    id_token: claimsSchema.optional(),
    rejected_scopes: z.array(z.string()),
  }),
  z.looseObject({
    kind: z.literal('refused'),
    reason: z.string(),
    number: z.string(),
    public_description: z.string(),
    detail: z.string().optional(),
  }),
])

type Outcome = z.output<typeof outcomeSchema>

/** Asks what a client would be issued now. @throws {UsageError} for a question that is none. {AdminRefused} */
export async function askWhatIf(values: WhatIfValues, client: string, world: CommandWorld): Promise<ExitCode> {
  const body = { client_id: client, ...readQuestion(values) }
  const answer = await withAdmin(world, values, ['registry.read'], (api) =>
    api.call({ method: 'POST', path: '/what-if', body }),
  )
  const outcome = readAnswer(outcomeSchema, answer.body)
  writeAnswer(world, values, outcome, () => showOutcome(outcome))
  return outcome.kind === 'issued' ? 0 : 1
}

function readQuestion({ scope = [], org, idp, level, as: kind }: WhatIfValues) {
  const scopes = scope.flatMap((text) => text.split(' ')).filter((name) => name !== '')
  if (scopes.length === 0) throw new UsageError('name at least one --scope')
  if (level !== undefined && !/^[234]$/.test(level)) throw new UsageError('--level is 2, 3 or 4')
  if (kind !== undefined && kind !== 'machine' && kind !== 'user') throw new UsageError('--as is machine or user')
  const [parent, child, ...rest] = org?.split(':') ?? []
  if (rest.length > 0 || parent === '' || child === '') throw new UsageError('--org is PARENT or PARENT:CHILD')
  return {
    scopes,
    ...(parent === undefined ? {} : { organisation: { parent, ...(child === undefined ? {} : { child }) } }),
    ...(idp === undefined ? {} : { idp }),
    ...(level === undefined ? {} : { level: Number(level) }),
    ...(kind === undefined ? {} : { kind }),
  }
}

function showOutcome(outcome: Outcome): string {
  if (outcome.kind === 'refused') {
    const { number, reason, public_description, detail } = outcome
    return fields([
      ['refused', `${number} ${reason}`],
      ['because', public_description],
      ['detail', detail],
    ])
  }
  const tokens = outcome.access_tokens.map(({ resource, claims }) => showClaims(`access token for ${resource}`, claims))
  return [
    ...tokens,
    outcome.id_token === undefined ? '' : showClaims('ID token', outcome.id_token),
    outcome.rejected_scopes.length === 0 ? '' : `left out: ${outcome.rejected_scopes.join(', ')}\n`,
    tokens.length === 0 && outcome.id_token === undefined ? 'nothing but what userinfo gives\n' : '',
  ].join('')
}

function showClaims(title: string, claims: Readonly<Record<string, unknown>>): string {
  return `${title}\n${fields(Object.entries(claims)).replace(/^/gm, '  ').trimEnd()}\n`
}
