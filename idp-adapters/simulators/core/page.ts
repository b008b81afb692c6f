import { escapeHtml, renderButton, renderSelect } from './html.ts'
import type { OpState, Transaction } from './op-state.ts'
import type { PageLanguage, Text } from './text.ts'

const banner: Text = {
  nb: 'Simulator – ikke ekte eID. Ikke bruk ekte fødselsnummer eller passord her.',
  en: 'Simulator – not a real eID. Do not use a real national identity number or password here.',
}

/** A page of this provider: the simulator's banner first, then its name, then the content. */
export function renderPage(op: OpState, language: PageLanguage, title: string, content: string): string {
  const { id, name } = op.provider
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)} – ${escapeHtml(name)} (simulator)</title>`,
    `<link rel="stylesheet" href="/${id}/style.css"></head><body>`,
    `<aside aria-label="Simulator">${banner[language]}</aside><header>${escapeHtml(name)}</header>`,
    `<main><h1>${escapeHtml(title)}</h1>${content}</main></body></html>`,
  ].join('')
}

/** The page on which a login stands now: choice of eID, a step of an eID, or what went wrong. */
export function renderTransaction(op: OpState, transaction: Transaction): string {
  const { language, problem, message } = transaction
  const [title, fields] = renderCurrent(op, transaction)
  const alert = problem?.text ?? message
  const notice = alert === undefined ? '' : `<p role="alert">${escapeHtml(alert[language])}</p>`
  const caller = language === 'en' ? `You are logging in to ${op.client.name}` : `Du logger inn hos ${op.client.name}`
  const behalf = transaction.request.onBehalfOf
  const behalfText = behalf === undefined ? '' : ` (${behalf})`
  const cancel = renderButton('cancel', '1', language === 'en' ? 'Cancel' : 'Avbryt', 'quiet')
  const form = [
    `<p>${escapeHtml(caller + behalfText)}.</p>${notice}`,
    `<form method="post" action="/${op.provider.id}/login/${transaction.id}">`,
    `<input type="hidden" name="step" value="${transaction.flow?.method ?? ''}:${transaction.step}">`,
    `${fields}${cancel}${renderFaults(op, language)}</form>`,
  ].join('')
  return renderPage(op, language, title, form)
}

function renderCurrent(
  op: OpState,
  { language, flow, step, progress, problem }: Transaction,
): readonly [string, string] {
  if (problem) return [language === 'en' ? 'You are not logged in' : 'Du er ikke logget inn', '']
  if (flow === undefined) {
    const tiles = op.provider.eids.map((eid) => renderButton('method', eid.method, eid.label[language], 'tile'))
    return [`${op.client.name}: ${op.provider.chooserTitle[language]}`, tiles.join('')]
  }
  const current = flow.steps(progress)[step]
  if (current === undefined) throw new Error('a login beyond its last step')
  return [current.title[language], current.render(progress, language)]
}

/** The fault panel: what this login shall do wrong. The descriptions are in English, for testers. */
function renderFaults(op: OpState, language: PageLanguage): string {
  const none = { value: '', label: 'none' }
  const options = op.faults.map(({ id, description }) => ({ value: id, label: `${id}: ${description}` }))
  const [summary, label] = language === 'en' ? ['Provoke a fault', 'Fault'] : ['Fremkall en feil', 'Feil']
  return `<details><summary>${summary}</summary>${renderSelect('fault', label, [none, ...options], 'en')}</details>`
}
