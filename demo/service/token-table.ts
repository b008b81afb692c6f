import { decodeJwt } from 'jose'
import { claimMeanings } from './claim-meanings.ts'
import { type Html, html } from './html.ts'

const times = new Set(['exp', 'iat', 'nbf', 'auth_time'])
const clock = new Intl.DateTimeFormat('nb-NO', { dateStyle: 'short', timeStyle: 'medium', timeZone: 'Europe/Oslo' })

/**
 * The claims of a token as a table. For show: it decodes and checks nothing. The ID token was checked at login; the
 * access token is the API's business, and a real client never looks into it.
 */
export function tokenTable(caption: string, token: string): Html {
  const rows = Object.entries(decodeJwt(token)).map(
    ([name, value]) => html`
      <tr><th scope="row"><code>${name}</code><small>${claimMeanings[name]}</small></th><td>${describe(name, value)}</td></tr>`,
  )
  return html`
    <div class="table"><table>
      <caption>${caption}</caption>
      <thead><tr><th scope="col">Navn</th><th scope="col">Verdi</th></tr></thead>
      <tbody>${rows}</tbody>
    </table></div>`
}

function describe(name: string, value: unknown): string {
  if (times.has(name) && typeof value === 'number') return `${clock.format(value * 1000)} (${value})`
  return typeof value === 'string' ? value : JSON.stringify(value)
}
