import type { Identity, IdpAdapter, SecurityLevel } from '#idp-adapters/contract.ts'
import type { Demand } from '#src/assurance/demand.ts'
import { employerFits } from '#src/assurance/employer-fits.ts'
import { isAtLeast } from '#src/assurance/levels.ts'
import type { Login, LoginNetwork } from '#src/assurance/login.ts'
import { provenLevel } from '#src/assurance/proven-level.ts'
import { levelRefusal } from '#src/assurance/refusal-reason.ts'
import type { Reason } from '#src/http/reasons.ts'
import { isPidAllowed } from '#src/person/is-pid-allowed.ts'
import { type NumberKind, type PersonNumber, parsePersonNumber } from '#src/person/pid.ts'

export type Judgement =
  | { readonly login: Login; readonly number: PersonNumber }
  | { readonly refused: Reason; readonly level?: number }

/**
 * Whether a verified identity may log in here, and at what level: the evidence against the adapter's table, the cap,
 * the demand, and the number against what this environment allows. Pure; nothing may raise what the evidence proved.
 * What the registers say of the person comes after it (`confirm-person.ts`): nobody is looked up who proved too little.
 */
export function judgeIdentity(parts: {
  readonly identity: Identity
  readonly adapter: Pick<IdpAdapter, 'levels' | 'highestLevel'>
  readonly cap: SecurityLevel
  readonly demand: Demand
  readonly allowedKinds: readonly NumberKind[]
  readonly loginId: string
  readonly subjectOf: (pid: string) => string
  readonly onBehalfOf: string | undefined
  readonly network: LoginNetwork | undefined
}): Judgement {
  const { identity, adapter, cap, demand } = parts
  const { evidence, method } = identity
  // Before the level: a stronger login through this employer would be of no use either.
  if (!employerFits(identity.employer, demand)) return { refused: 'organisation_mismatch' }
  const level = provenLevel({
    evidence,
    levels: adapter.levels,
    highestLevel: adapter.highestLevel(evidence),
    cap,
  })
  if (level === 0 || !isAtLeast(level, demand.minimumLevel)) return { refused: levelRefusal({ level, method }), level }
  const number = parsePersonNumber(identity.pid)
  if (number === undefined) return { refused: 'pid_invalid', level }
  if (!isPidAllowed(number, parts.allowedKinds)) return { refused: 'pid_kind_not_allowed', level }
  const { pid } = number
  return {
    number,
    login: {
      id: parts.loginId,
      providerId: identity.providerId,
      method,
      level,
      authTime: identity.authTime,
      pid,
      subject: parts.subjectOf(pid),
      name: identity.name,
      ...(identity.upstreamSid === undefined ? {} : { upstreamSid: identity.upstreamSid }),
      ...(identity.employer === undefined ? {} : { employer: identity.employer }),
      ...(parts.network === undefined ? {} : { network: parts.network }),
      ...(parts.onBehalfOf === undefined ? {} : { onBehalfOf: parts.onBehalfOf }),
    },
  }
}
