import { z } from 'zod'
import { ProblemError } from '#src/http/problem-error.ts'
import type { KeyRing } from '#src/keys/key-ring.ts'
import { signingAlgorithms } from '#src/keys/signing-keys.ts'
import { adminScopes } from '#src/registry/built-in/names.ts'
import { defineOperation, type Operation } from '../operation.ts'
import { requireReason } from '../require-reason.ts'
import { requireOperator } from '../rights/require-operator.ts'
import { commitRotation } from './commit-rotation.ts'

const signingKeyForm = z.strictObject({
  kid: z.string(),
  alg: z.enum(signingAlgorithms),
  state: z.enum(['next', 'active', 'retired', 'expired', 'withdrawn']),
  created_at: z.iso.datetime(),
  active_at: z.iso.datetime(),
  retired_at: z.iso.datetime().optional(),
  withdrawn_at: z.iso.datetime().optional(),
})
const answer = z.strictObject({ items: z.array(signingKeyForm) })

const rotationForm = z
  .strictObject({
    alg: z.enum(signingAlgorithms),
    immediately: z
      .boolean()
      .default(false)
      .describe('The new key signs at once. Whoever has not fetched the JWKS since refuses its tokens for a while.'),
    withdraw: z
      .boolean()
      .default(false)
      .describe('The old key was exposed: nothing that it signed counts any more. Only together with `immediately`.'),
  })
  .refine(({ immediately, withdraw }) => immediately || !withdraw, 'withdraw only together with immediately')

/** `listKeys` and `rotateKey`: what tokens are signed with. */
export const signingKeyOperations: readonly Operation[] = [
  defineOperation({
    id: 'listKeys',
    method: 'GET',
    path: '/keys',
    scope: adminScopes.operations,
    summary: 'The keys that tokens are signed with, and what each does now.',
    answer,
    run: async ({ actor }, { keys }) => {
      requireOperator(actor)
      return { body: { items: itemsOf(keys.ring) } }
    },
  }),
  defineOperation({
    id: 'rotateKey',
    method: 'POST',
    path: '/keys/rotation',
    scope: adminScopes.operations,
    summary: 'Publishes the successor of a signing key, or puts it to use at once.',
    body: rotationForm,
    answer,
    headers: ['tillit-reason'],
    run: async ({ actor, body, headers }, { keys, rotation, audit }) => {
      requireOperator(actor)
      const reason = requireReason(headers.reason)
      const { kind, id } = actor.author
      const changed = await rotation.rotate(body, commitRotation(audit, { kind, id }, reason))
      if (!changed) {
        throw new ProblemError('change_refused', 'a successor of this key is published already', [
          { pointer: '/alg', found: body.alg, allowed: 'wait until it is in use, or say immediately' },
        ])
      }
      return { body: { items: itemsOf(keys.ring) } }
    },
  }),
]

function itemsOf({ keys }: KeyRing): z.output<typeof signingKeyForm>[] {
  const moment = (seconds: number) => new Date(seconds * 1000).toISOString()
  return keys.map(({ key, state, createdAt, activeAt, retiredAt, withdrawnAt }) => ({
    kid: key.kid,
    alg: key.alg,
    state,
    created_at: moment(createdAt),
    active_at: moment(activeAt),
    ...(retiredAt === undefined ? {} : { retired_at: moment(retiredAt) }),
    ...(withdrawnAt === undefined ? {} : { withdrawn_at: moment(withdrawnAt) }),
  }))
}
