import { type Answer, answerPage, answerRedirect } from './answer.ts'
import { type Exchange, readForm } from './exchange.ts'
import { escapeHtml, renderButton, renderInput } from './html.ts'
import type { OpState } from './op-state.ts'
import { renderPage } from './page.ts'
import { type PhoneRequest, tryPin } from './phones.ts'

/** PIN of every persona. */
const rightPin = '1234'

/**
 * The telephone: a second screen at an address of its own, `/phone/<mobile number>`. Norwegian only, as the real one.
 * GODTA and the PIN count for the request that the screen showed, and for no other.
 */
export function answerPhone(op: OpState, exchange: Exchange): Answer {
  const number = /^\/phone\/(\d{8})$/.exec(exchange.path)?.[1]
  if (number === undefined) return answerPage(404, renderPage(op, 'nb', 'Ingen slik telefon', ''))
  const request = op.phones.onScreen(number)
  if (exchange.method === 'GET') return answerPage(200, renderPhone(op, number, request, ''))
  const form = readForm(exchange)
  const message = request?.id === form.get('request') ? press(request, form) : 'Skjermen viser noe annet nå.'
  if (message === '') return answerRedirect(`/${op.provider.id}/phone/${number}`)
  return answerPage(200, renderPhone(op, number, request, message))
}

/** @returns what the phone says, empty when it goes on. */
function press(request: PhoneRequest | undefined, form: URLSearchParams): string {
  if (request === undefined) return ''
  if (form.has('reject') && request.stage === 'asked') request.stage = 'rejected'
  else if (form.has('approve') && request.stage === 'asked') request.stage = 'accepted'
  else if (form.has('pin') && request.stage === 'accepted') {
    const pin = form.get('pin') ?? ''
    if (!/^\d{4,8}$/.test(pin)) return 'PIN-koden er 4 til 8 siffer.'
    tryPin(request, pin === rightPin)
    if (request.stage === 'accepted') return `Feil PIN. ${3 - request.wrongPins} forsøk igjen.`
  }
  return ''
}

function renderPhone(op: OpState, number: string, request: PhoneRequest | undefined, message: string): string {
  const notice = message === '' ? '' : `<p role="alert">${escapeHtml(message)}</p>`
  const id = `<input type="hidden" name="request" value="${request?.id ?? ''}">`
  const form = `<form method="post" action="/${op.provider.id}/phone/${number}">${id}${fieldsOf(request)}</form>`
  return renderPage(op, 'nb', `Telefonen ${number}`, `${notice}${form}`)
}

function fieldsOf(request: PhoneRequest | undefined): string {
  switch (request?.stage) {
    case 'asked':
      return [
        '<p>BankID-innlogging hos Tillit. Viser nettleseren de samme ordene?</p>',
        `<p class="words" lang="nb">${escapeHtml(request.words)}</p>`,
        renderButton('approve', '1', 'GODTA', 'main'),
        renderButton('reject', '1', 'AVVIS', 'quiet'),
      ].join('')
    case 'accepted':
      return `${renderInput({ name: 'pin', label: 'PIN-kode (4 til 8 siffer)', hint: `Testverdi: ${rightPin}`, type: 'password', inputMode: 'numeric' })}${renderButton('next', '1', 'OK', 'main')}`
    case 'done':
      return '<p>Ferdig. Gå tilbake til nettleseren.</p>'
    case 'rejected':
      return '<p>Du avviste innloggingen.</p>'
    case 'blocked':
      return '<p>BankID på mobil er sperret etter tre feil.</p>'
    default:
      return '<p>Ingen innlogging venter på denne telefonen.</p>'
  }
}
