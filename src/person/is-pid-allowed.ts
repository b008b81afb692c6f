import type { NumberKind, PersonNumber } from './pid.ts'

/**
 * Whether this kind of number may log in here. The list is the environment's: production takes fødselsnummer and
 * D-number and no synthetic one; development and test take synthetic ones only, which keeps real people out of test
 * data. What stands on no list logs in nowhere: felles hjelpenummer, H-numbers, and the combinations of D-number with
 * month + 65 and month + 40, which nobody has said are issued (design section 6, rule 5, read strictly).
 */
export function isPidAllowed({ kind }: PersonNumber, allowedKinds: readonly NumberKind[]): boolean {
  return allowedKinds.includes(kind)
}
