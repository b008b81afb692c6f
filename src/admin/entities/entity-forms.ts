import { z } from 'zod'

/** A value of the admin API: an entity with the ETag that a change of it must name. */
export const entityItem = <Schema extends z.ZodType>(document: Schema) =>
  z.strictObject({ etag: z.string().describe('Send it as If-Match when you change the entity.'), document })

/** One page of a list. */
export const pageOf = <Schema extends z.ZodType>(item: Schema) =>
  z.strictObject({
    items: z.array(item),
    next: z.string().optional().describe('Give it as `after` for the next page; absent on the last.'),
  })

/** Elements of a page. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(500).default(50),
  after: z.string().max(200).optional(),
}

/** Parameters of the address that say yes or no. */
export const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true')
