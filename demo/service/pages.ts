import type { ExplainedError } from './explain-error.ts'
import { type Html, html } from './html.ts'
import type { Service } from './services.ts'
import type { Notice, Session } from './sessions.ts'
import { tokenTable } from './token-table.ts'

/** The frame of every page. */
function layout(title: string, main: Html): string {
  return html`<!doctype html>
<html lang="nb">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${title} – demotjenester</title>
  <link rel="stylesheet" href="/demo.css">
</head>
<body>
  <a class="skip" href="#main">Hopp til innholdet</a>
  <header><div class="wide"><a href="/">Demotjenester</a><span>Prøvetjenester med oppdiktede personer</span></div></header>
  <main id="main" class="wide">${main}</main>
  <footer><div class="wide">Tjenestene er laget slik en tjenesteleverandør ville ha gjort det. Kildekoden ligger i mappen <code>demo/</code>.</div></footer>
</body>
</html>`.text
}

/** The front page: each service, and whether this browser is logged in to it. */
export function frontPage(
  entries: readonly { readonly service: Service; readonly session: Session | undefined }[],
): string {
  const cards = entries.map(
    ({ service, session }) => html`
    <li class="card">
      <h2>${service.name}</h2>
      <p>${service.about}</p>
      ${
        session === undefined
          ? html`<a class="button" href="${service.home}/login">Logg inn i ${service.name}</a>`
          : html`<p class="state">Logget inn som ${session.person['name']?.toString()}</p><a class="button quiet" href="${service.home}">Åpne ${service.name}</a>`
      }
    </li>`,
  )
  return layout(
    'Velg tjeneste',
    html`
    <h1>Flere tjenester, én innlogging</h1>
    <p class="lead">Logg inn i én av dem. Åpner du den neste etterpå, slipper du å logge inn på nytt.</p>
    <ul class="cards">${cards}</ul>`,
  )
}

/** Where the logout form goes, and what it must carry. */
export interface LogoutForm {
  readonly action: string
  readonly postLogoutRedirectUri: string
}

/** For somebody who is logged in. */
export function homePage(service: Service, session: Session, logout: LogoutForm): string {
  const { person } = session
  const level = person['helseid://claims/identity/security_level']?.toString() ?? 'ikke oppgitt'
  return layout(
    service.name,
    html`
    <p class="kicker">${service.name}</p>
    <h1>Hei, ${person['name']?.toString() ?? 'du'}</h1>
    ${session.notice === undefined ? undefined : noticeBox(session.notice)}
    <dl class="facts">
      <div><dt>Sikkerhetsnivå</dt><dd data-testid="security-level">${level}</dd></div>
      <div><dt>Logget inn med</dt><dd data-testid="provider">${person['idp']?.toString() ?? 'ikke oppgitt'}</dd></div>
    </dl>
    <div class="actions">
      ${service.callsApi ? html`<form method="post" action="${service.home}/api"><button class="button">Hent fra kjernejournal</button></form>` : undefined}
      ${session.refreshToken === undefined ? undefined : html`<form method="post" action="${service.home}/refresh"><button class="button quiet">Forny tokenene</button></form>`}
      ${logoutForm(session, logout)}
      <a href="/">Alle tjenestene</a>
    </div>
    ${tokenTable('ID-token: hvem du er, til tjenesten', session.idToken)}
    ${tokenTable('Tilgangstoken: til API-et (vises bare fordi dette er en demo)', session.accessToken)}`,
  )
}

/** OpenID Connect RP-Initiated Logout. As form fields: an address ends up in histories and logs, and a token must not. */
function logoutForm(session: Session, { action, postLogoutRedirectUri }: LogoutForm): Html {
  return html`<form method="post" action="${action}">
        <input type="hidden" name="id_token_hint" value="${session.idToken}">
        <input type="hidden" name="post_logout_redirect_uri" value="${postLogoutRedirectUri}">
        <input type="hidden" name="state" value="${session.logoutState}">
        <button class="button quiet" data-testid="logout">Logg ut</button>
      </form>`
}

function noticeBox({ isError, title, text }: Notice): Html {
  return html`<section class="notice${isError ? ' error' : ''}" role="status" data-testid="notice"><h2>${title}</h2><pre>${text}</pre></section>`
}

/** After a logout that came back to us. */
export function loggedOutPage(service: Service): string {
  return layout(
    'Logget ut',
    html`
    <p class="kicker">${service.name}</p>
    <h1>Du er logget ut</h1>
    <p class="lead">Bruker du en felles maskin, så lukk nettleseren.</p>
    <p><a class="button" href="${service.home}/login">Logg inn igjen</a> <a href="/">Alle tjenestene</a></p>`,
  )
}

/** What the issuer refused, in its own words, and what it usually means. */
export function errorPage(service: Service, { error, description, hint, moreAt }: ExplainedError): string {
  return layout(
    'Innloggingen ble ikke fullført',
    html`
    <p class="kicker">${service.name}</p>
    <h1>Det gikk ikke</h1>
    <section class="notice error" role="alert">
      <dl>
        <dt>error</dt><dd><code data-testid="error">${error}</code></dd>
        <dt>error_description</dt><dd data-testid="error-description">${description === '' ? 'ingen' : description}</dd>
      </dl>
      <p>${hint}</p>
      ${moreAt === undefined ? '' : html`<p><a href="${moreAt}" data-testid="error-uri">Les mer om dette avslaget</a></p>`}
    </section>
    <p><a class="button" href="${service.home}/login">Prøv igjen</a> <a href="/">Alle tjenestene</a></p>`,
  )
}

/** A refusal of our own. */
export function plainPage(title: string, text: string): string {
  return layout(
    title,
    html`<h1>${title}</h1><p class="lead">${text}</p><p><a class="button" href="/">Til forsiden</a></p>`,
  )
}
