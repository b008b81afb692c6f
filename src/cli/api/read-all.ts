import { z } from 'zod'
import { CommandFailed } from '../command-failed.ts'
import type { AdminApi } from './admin-api.ts'

/** Items of one request. The most that the API gives. */
const pageItems = '500'
const pageSchema = z.object({ items: z.array(z.unknown()), next: z.union([z.string(), z.number()]).optional() })

/** Every page of a list. @throws {AdminRefused} {CommandFailed} */
export async function readAll<T>(
  api: AdminApi,
  path: string,
  item: z.ZodType<T>,
  query: Readonly<Record<string, string | undefined>> = {},
): Promise<readonly T[]> {
  const items: T[] = []
  for (let after: string | undefined; ; ) {
    const { body } = await api.call({ method: 'GET', path, query: { ...query, limit: pageItems, after } })
    const page = readAnswer(pageSchema, body)
    items.push(...page.items.map((each) => readAnswer(item, each)))
    if (page.next === undefined) return items
    after = String(page.next)
  }
}

/** @throws {CommandFailed} for an answer in a form that this version doesn't know. */
export function readAnswer<T>(schema: z.ZodType<T>, body: unknown): T {
  const read = schema.safeParse(body)
  if (read.success) return read.data
  const places = read.error.issues.map(({ path }) => path.join('.')).join(', ')
  throw new CommandFailed(`the broker answers in another form than this version of the command knows (${places})`)
}
