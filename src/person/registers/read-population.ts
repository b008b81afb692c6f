import { z } from 'zod'
import type { PopulationEntry, RegisterAnswer } from '../person-registers.ts'
import type { Pid } from '../pid.ts'
import { RegisterFailure } from './ask-register.ts'

const name = z.string().trim().min(1).max(200)

/** Persontjenesten's words (Folkeregisteret): `identifikatorstatus` belongs to the number, not to the person. */
const answerSchema = z.object({
  treff: z
    .array(
      z.object({
        identifikator: z.object({ verdi: z.string(), status: z.enum(['iBruk', 'opphoert']) }),
        navn: z.object({ fornavn: name.optional(), mellomnavn: name.optional(), etternavn: name.optional() }).nullish(),
        foedselsdato: z.iso.date().nullish(),
        doedsfall: z.object({ doedsdato: z.iso.date().nullish() }).nullish(),
      }),
    )
    .max(20),
})

/**
 * Reads what Persontjenesten said about one number.
 * @throws {RegisterFailure} `invalid` for another shape, and for an answer about another number than was asked.
 */
export function readPopulation(answer: unknown, pid: Pid): RegisterAnswer<PopulationEntry> {
  const parsed = answerSchema.safeParse(answer)
  if (!parsed.success) throw new RegisterFailure('invalid', 'the answer has another shape')
  const [hit, ...more] = parsed.data.treff
  if (hit === undefined) return { outcome: 'none' }
  if (more.length > 0) return { outcome: 'several' }
  if (hit.identifikator.verdi !== pid) throw new RegisterFailure('invalid', 'the answer is about another number')
  return {
    outcome: 'found',
    entry: {
      numberStatus: hit.identifikator.status === 'iBruk' ? 'in-use' : 'ended',
      // A death that was annulled has no such member any more: nothing is remembered from an earlier answer.
      isDead: hit.doedsfall != null,
      ...(hit.foedselsdato == null ? {} : { birthDate: hit.foedselsdato }),
      name: readName(hit.navn ?? {}),
    },
  }
}

function readName(wire: {
  readonly fornavn?: string | undefined
  readonly mellomnavn?: string | undefined
  readonly etternavn?: string | undefined
}): PopulationEntry['name'] {
  const { fornavn: givenName, mellomnavn: middleName, etternavn: familyName } = wire
  const whole = [givenName, middleName, familyName].filter((part) => part !== undefined).join(' ')
  return {
    ...(whole === '' ? {} : { name: whole }),
    ...(givenName === undefined ? {} : { givenName }),
    ...(middleName === undefined ? {} : { middleName }),
    ...(familyName === undefined ? {} : { familyName }),
  }
}
