import { z } from 'zod'
import file from '../personas.json' with { type: 'json' }

/** One made-up person. Its number is synthetic by construction. */
const personaSchema = z.object({
  id: z.string(),
  name: z.string(),
  pid: z.string(),
  previous_pids: z.array(z.string()).default([]),
  birth_date: z.iso.date(),
  mobile_number: z.string().optional(),
  /** Account in the employer's directory. */
  upn: z.string().optional(),
  eids: z.array(z.string()),
  has_code_device: z.boolean().default(false),
  bankid_error: z.string().optional(),
  hpr_number: z.string().optional(),
  deceased: z.iso.date().optional(),
})

export type Persona = z.output<typeof personaSchema>

export const personas: readonly Persona[] = z.array(personaSchema).parse(file.personas)

export function findPersonaById(id: string): Persona | undefined {
  return personas.find((persona) => persona.id === id)
}

/** Finds also by a number that the person had before: an eID may still carry it. */
export function findPersonaByPid(pid: string): Persona | undefined {
  return personas.find((persona) => persona.pid === pid || persona.previous_pids.includes(pid))
}
