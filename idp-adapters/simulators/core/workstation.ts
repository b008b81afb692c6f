import { type Answer, answerPage } from './answer.ts'
import { type Exchange, readForm } from './exchange.ts'
import { escapeHtml, renderButton, renderSelect } from './html.ts'
import type { OpState } from './op-state.ts'
import { renderPage } from './page.ts'
import { personas } from './personas.ts'
import { startSession } from './session.ts'

const ways = [
  ['smartcard', 'Logg på maskinen med smartkort'],
  ['password', 'Logg på maskinen med passord'],
] as const

/**
 * Login to the machine at work, in the morning and long before any service asks. It leaves the session that a service's
 * login later finds. Norwegian only: it stands in for Windows.
 */
export function answerWorkstation(op: OpState, exchange: Exchange): Answer {
  if (exchange.method === 'GET') return answerPage(200, renderPage(op, 'nb', 'Arbeidsstasjon', renderForm(op)))
  const form = readForm(exchange)
  const persona = personas.find(({ id, eids }) => id === form.get('persona') && eids.includes('hospital-ad'))
  const way = ways.find(([method]) => method === form.get('method'))?.[0]
  const method = op.provider.eids[0]?.method
  if (persona === undefined || way === undefined || method === undefined) {
    return answerPage(400, renderPage(op, 'nb', 'Arbeidsstasjon', `<p role="alert">Ukjent konto.</p>${renderForm(op)}`))
  }
  const login = { method, variant: way, pid: persona.pid, persona, level: undefined, authTime: op.now() }
  const text = `<p>${escapeHtml(persona.name)} er logget på maskinen. Åpne en tjeneste og velg ${escapeHtml(op.provider.name)}.</p>`
  return answerPage(200, renderPage(op, 'nb', 'Du er logget på', text), startSession(op, login).headers)
}

function renderForm(op: OpState): string {
  const people = personas.filter(({ eids }) => eids.includes('hospital-ad'))
  const options = people.map(({ id, name }) => ({ value: id, label: `${id} ${name}` }))
  const buttons = ways.map(([method, label]) => renderButton('method', method, label, 'tile')).join('')
  return `<form method="post" action="/${op.provider.id}/workstation">${renderSelect('persona', 'Ansatt', options)}${buttons}</form>`
}
