import { z } from 'zod'

/** One client's use of one scope, as the admin API tells it. */
export const accessSchema = z.looseObject({
  client_id: z.string(),
  organisation: z.string(),
  organisation_name: z.string().optional(),
  resource: z.string(),
  scope: z.string(),
  status: z.string(),
  approved_by: z.string().optional(),
  valid_until: z.string().optional(),
  last_used: z.string().optional(),
  tokens_30_days: z.int().optional(),
})

export type AccessAnswer = z.output<typeof accessSchema>

/** What a change of access answers. */
export const changedAccessSchema = z.looseObject({ access: accessSchema })
