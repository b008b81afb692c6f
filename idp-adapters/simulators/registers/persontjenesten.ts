import { findPersonaByPid, type Persona } from '../core/personas.ts'
import file from '../personas.json' with { type: 'json' }
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
    // What the number itself no longer tells, the register does.
    if (file.rules_of_2032_only.includes(pid)) return [{ ...nobodyKnown(pid), foedselsdato: '1984-11-07' }]
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
  return /^[0-7]\d{10}$/.test(pid) && Number(pid.slice(2, 4)) > 40
}
