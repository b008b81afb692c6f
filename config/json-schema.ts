import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { configSchema } from './file-schema.ts'

/** JSON Schema of the configuration file, for editors. `node config/json-schema.ts` writes it beside the files. */
export function buildConfigJsonSchema(): string {
  const jsonSchema = { title: 'Tillit configuration', ...z.toJSONSchema(configSchema, { io: 'input' }) }
  return `${JSON.stringify(jsonSchema, undefined, 2)}\n`
}

if (import.meta.main) writeFileSync(join(import.meta.dirname, 'config.schema.json'), buildConfigJsonSchema())
