import { z } from 'zod'
import { ask, type SignedIn } from '../../call/signed-in.ts'

const strings = z.array(z.string()).default([])
const documentForm = z.object({
  client_id: z.string(),
  client_name: z.string(),
  organisation: z.string(),
  status: z.enum(['draft', 'active', 'disabled']),
  kind: z.string(),
  scope: z.string().default(''),
  redirect_uris: strings,
  post_logout_redirect_uris: strings,
  child_organisations: strings,
  access: z.array(z.object({ scope: z.string(), status: z.enum(['requested', 'approved', 'refused', 'revoked']) })),
  requested_api_claims: z.record(z.string(), z.record(z.string(), z.string())).default({}),
})
const keysForm = z.object({
  items: z.array(
    z.object({ kid: z.string(), kty: z.string(), alg: z.string().optional(), thumbprint: z.string().default('') }),
  ),
})

/** What the page shows of a client, and of its keys. */
export type Draft = z.output<typeof documentForm> & { readonly keys: z.output<typeof keysForm>['items'] }

/** @throws {BrokerError} `not_found`, also for a client that is not the person's to see. */
export async function readDraft(signedIn: SignedIn): Promise<Draft> {
  const params = { id: signedIn.params[0] ?? '' }
  const document = await ask(signedIn, 'GET /clients/{id}', documentForm, { params })
  const { items } = await ask(signedIn, 'GET /clients/{id}/keys', keysForm, { params })
  return { ...document, keys: items }
}
