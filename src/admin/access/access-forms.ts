import { z } from 'zod'
import { clientSchema } from '#src/registry/client-schema.ts'
import { clientIdField } from '#src/registry/wire-fields.ts'

const entry = clientSchema.shape.access.unwrap().element

/** An entry of a client's `access`, as its document has it. */
export type AccessEntry = z.output<typeof entry>

/** The entries of a client. @param text its document. */
export function accessOf(text: string): readonly AccessEntry[] {
  return z.object({ access: z.array(entry) }).parse(JSON.parse(text)).access
}

/** Who may use what, why, and how much it is used. */
export const accessForm = entry.extend({
  client_id: z.string(),
  client_name: z.string(),
  organisation: z.string().describe('Of the client.'),
  organisation_name: z.string(),
  resource: z.string().describe('The API that the scope belongs to.'),
  last_used: z.iso.datetime().optional().describe('When the client last had a token for this API.'),
  tokens_30_days: z.int().describe('Tokens for this API.'),
})

/** What a change of access answers. */
export const accessAnswer = z.strictObject({
  etag: z.string().describe('Of the client, which holds its access.'),
  access: accessForm,
})

/** One client's access to one scope, as requests and decisions name it. */
export const accessNamed = {
  client_id: clientIdField,
  scope: entry.shape.scope,
  valid_until: entry.shape.valid_until.describe('Until when, not included; without it until it is revoked.'),
}
