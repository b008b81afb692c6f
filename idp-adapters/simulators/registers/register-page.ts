import { escapeHtml, renderButton, renderSelect } from '../core/html.ts'
import { personas } from '../core/personas.ts'
import type { RegisterState } from './register-state.ts'

/** What the register is, whom it knows, and the fault panel. In Norwegian; the faults in English, for testers. */
export function renderRegister(state: RegisterState): string {
  const { register, faults, formToken } = state
  const title = `${register.name} (simulator)`
  const none = { value: '', label: 'none' }
  const options = faults.map(({ id, description }) => ({ value: id, label: `${id}: ${description}` }))
  const known = personas
    .filter(({ pid }) => register.hits(pid).length > 0)
    .map(({ id, name }) => `<li>${escapeHtml(id)} ${escapeHtml(name)}</li>`)
  return [
    '<!doctype html><html lang="nb"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)}</title></head><body>`,
    '<aside aria-label="Simulator">Simulator – ikke et ekte register. Ikke slå opp ekte fødselsnummer her.</aside>',
    `<main><h1>${escapeHtml(title)}</h1><p>Kjenner disse:</p><ul>${known.join('')}</ul>`,
    `<form method="post" action="/${register.id}/"><input type="hidden" name="token" value="${formToken}">`,
    `${renderSelect('fault', 'Feil i neste svar', [none, ...options], 'en')}${renderButton('arm', '1', 'Velg', 'main')}`,
    '</form></main></body></html>',
  ].join('')
}
