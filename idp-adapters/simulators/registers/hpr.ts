import { findPersonaByPid } from '../core/personas.ts'
import approvals from './hpr-approvals.json' with { type: 'json' }
import type { SimulatedRegister } from './register-state.ts'

/** The register of health personnel. It finds people by their present number only, and most people not at all. */
export const hprRegister: SimulatedRegister = {
  id: 'hpr',
  name: 'Helsepersonellregisteret (HPR)',
  hits(pid) {
    const persona = findPersonaByPid(pid)
    const number = persona?.pid === pid ? persona.hpr_number : undefined
    if (number === undefined) return []
    return [{ identifikator: pid, hprNummer: number, godkjenninger: Reflect.get(approvals, number) ?? [] }]
  },
  somebody: (pid) => ({ identifikator: pid, hprNummer: '565464684', godkjenninger: [] }),
}
