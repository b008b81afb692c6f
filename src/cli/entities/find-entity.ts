import { z } from 'zod'
import type { AdminApi } from '../api/admin-api.ts'
import { readAnswer } from '../api/read-all.ts'
import { type CommandKind, pathOf } from './entity-words.ts'

const documentSchema = z.record(z.string(), z.unknown())

/** One entity with the version that a change of it must name. @throws {AdminRefused} when it is not registered. */
export async function findEntity(api: AdminApi, kind: CommandKind, id: string) {
  const { body, etag = '' } = await api.call({ method: 'GET', path: pathOf(kind, id) })
  return { etag, document: readAnswer(documentSchema, body) }
}
