import { findPersonaByPid, type Persona } from '../core/personas.ts'
import type { RegisterHit, SimulatedRegister } from './register-state.ts'

/**
 * The population register as Norsk helsenett passes it on, in Folkeregisteret's words. The status belongs to the number:
 * one that was replaced is `opphoert` and points to a person who lives. Beside the personas it knows everybody with a
 * synthetic number, without name and birth date, for TestID lets in whoever one says that one is.
 */
export const persontjenesten: SimulatedRegister = {
  id: 'persontjenesten',
  name: 'Persontjenesten',
  hits(pid) {
    const persona = findPersonaByPid(pid)
    if (persona !== undefined) return [hitOf(persona, pid)]
    return isSynthetic(pid) ? [nobodyKnown(pid)] : []
  },
  somebody: nobodyKnown,
}

function hitOf({ pid: current, name, birth_date, deceased }: Persona, asked: string): RegisterHit {
  const [fornavn = '', ...rest] = name.split(' ')
  return {
    identifikator: { verdi: asked, status: asked === current ? 'iBruk' : 'opphoert' },
    navn: { fornavn, etternavn: rest.join(' ') },
    foedselsdato: birth_date,
    ...(deceased === undefined ? {} : { doedsfall: { doedsdato: deceased } }),
  }
}

function nobodyKnown(pid: string): RegisterHit {
  return { identifikator: { verdi: pid, status: 'iBruk' } }
}

/** Month + 40, + 65 or + 80: no such number is a real person's in a population register. */
function isSynthetic(pid: string): boolean {
  return /^\d{11}$/.test(pid) && Number(pid.slice(2, 4)) > 40
}
