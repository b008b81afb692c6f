import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { entitySchemas } from './entity-form.ts'

/**
 * JSON Schemas of the registry files, by file name, for editors (`$schema`) and other people's tools. They say the form
 * only; what must hold between values and files is checked when the files are loaded.
 */
export function buildJsonSchemas(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(entitySchemas).map(([name, schema]) => {
      const jsonSchema = { title: `Tillit registry: ${name}`, ...z.toJSONSchema(schema, { io: 'input' }) }
      return [`${name}.schema.json`, `${JSON.stringify(jsonSchema, undefined, 2)}\n`]
    }),
  )
}

/** Writes them into a folder; `node src/registry/json-schemas.ts` does so for `clients/schemas/`. */
function writeJsonSchemas(dir: string): void {
  mkdirSync(dir, { recursive: true })
  for (const [name, text] of buildJsonSchemas()) writeFileSync(join(dir, name), text)
}

if (import.meta.main) writeJsonSchemas(join(import.meta.dirname, '../../clients/schemas'))
