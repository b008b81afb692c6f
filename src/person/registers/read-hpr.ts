import { z } from 'zod'
import type { Coded, HprEntry, RegisterAnswer } from '../person-registers.ts'
import type { Pid } from '../pid.ts'
import { RegisterFailure } from './ask-register.ts'

const coded = z.object({ verdi: z.string().max(20), beskrivelse: z.string().max(200) })

/** The register of health personnel. An HPR number is digits; no rule for a check digit is known. */
const answerSchema = z.object({
  treff: z
    .array(
      z.object({
        identifikator: z.string(),
        hprNummer: z.string().regex(/^[1-9]\d{0,8}$/),
        godkjenninger: z
          .array(
            z.object({
              profesjon: z.string().max(20),
              autorisasjon: coded,
              rekvisisjonsretter: z.array(coded).max(50),
              spesialiteter: z.array(coded).max(50),
            }),
          )
          .max(50),
      }),
    )
    .max(20),
})

/**
 * Reads what HPR said about one number. More than one entry is `several`: nobody here may guess which is meant.
 * @throws {RegisterFailure} `invalid` for another shape, and for an answer about another number than was asked.
 */
export function readHpr(answer: unknown, pid: Pid): RegisterAnswer<HprEntry> {
  const parsed = answerSchema.safeParse(answer)
  if (!parsed.success) throw new RegisterFailure('invalid', 'the answer has another shape')
  const [hit, ...more] = parsed.data.treff
  if (hit === undefined) return { outcome: 'none' }
  if (more.length > 0) return { outcome: 'several' }
  if (hit.identifikator !== pid) throw new RegisterFailure('invalid', 'the answer is about another number')
  return {
    outcome: 'found',
    entry: {
      number: hit.hprNummer,
      approvals: hit.godkjenninger.map((approval) => ({
        profession: approval.profesjon,
        authorization: readCoded(approval.autorisasjon),
        requisitionRights: approval.rekvisisjonsretter.map(readCoded),
        specialities: approval.spesialiteter.map(readCoded),
      })),
    },
  }
}

function readCoded(wire: z.output<typeof coded>): Coded {
  return { value: wire.verdi, description: wire.beskrivelse }
}
