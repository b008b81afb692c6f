import { describe, expect, it } from 'vitest'
import { type Reason, reasons } from '#src/http/reasons.ts'
import type { Page } from '#src/views/page.ts'
import { submitScript } from '#src/views/submit-script.ts'
import { texts } from '#src/views/texts/by-language.ts'
import { createViews } from '#src/views/views.ts'
import { languages, samplePages } from '../support/screenshots.ts'

const views = createViews()
/** A refusal and an error page for every reason, with as little known as the models allow. */
function pagesOfReasons(): Readonly<Record<string, Page>> {
  const samples = samplePages('nb')
  const refusal = samples['refusal-minid']
  const error = samples['error-server']
  if (refusal?.name !== 'refusal' || error?.name !== 'error') throw new Error('the samples have changed')
  const { minimumLevel: _level, ...bare } = refusal.model
  // Object.keys forgets the type of the keys; the table has no others.
  const all = Object.keys(reasons) as Reason[]
  return Object.fromEntries(
    all.flatMap((reason): [string, Page][] => [
      [`refusal ${reason}`, { name: 'refusal', model: { ...bare, reason, values: {} } }],
      [`refusal ${reason} with all`, { name: 'refusal', model: { ...refusal.model, reason, values: { level: 3 } } }],
      [`error ${reason}`, { name: 'error', model: { ...error.model, reason } }],
    ]),
  )
}

const everyPage = languages.flatMap((language) =>
  Object.entries({ ...samplePages(language), ...pagesOfReasons() }).map(([name, page]) => ({
    name: `${name} in ${language}`,
    language,
    html: views.render(page, { language, currentPath: '/login/abc', origin: 'tillit.example' }),
  })),
)

function render(page: Page, currentPath = '/login/abc'): string {
  return views.render(page, { language: 'nb', currentPath, origin: 'tillit.example' })
}

function sample(name: string): Page {
  const page = samplePages('nb')[name]
  if (page === undefined) throw new Error(`no sample ${name}`)
  return page
}

describe('every page in every language', () => {
  it('covers each kind of page', () => {
    const kinds = new Set(Object.values(samplePages('nb')).map(({ name }) => name))
    expect([...kinds].sort()).toEqual([
      'about-error',
      'choose',
      'error',
      'errors',
      'help',
      'home',
      'hop',
      'logged-out',
      'logout',
      'post-back',
      'refusal',
      'waiting',
    ])
  })

  it.each(everyPage)(
    '$name has its language, one heading, a title, and nothing unresolved',
    ({ name, html, language }) => {
      expect(html).toContain(`<html lang="${language}"`)
      expect(html.match(/<h1\b/g)).toHaveLength(1)
      expect(html).toMatch(/<title>[^<]{5,} – Tillit<\/title>/)
      expect(html).not.toMatch(/undefined|null|\[object|\{|\}|<p>\s*<\/p>|NaN/)
      const known = name.startsWith('post-back') ? `<script>${submitScript}</script>` : ''
      expect(html.replace(known, '')).not.toMatch(/ style=|<script|<style| on[a-z]+=/)
    },
  )

  it('shows the reference code on every page that refuses, alone in its element', () => {
    for (const { name, html } of everyPage.filter(({ name }) => /^(refusal|error)/.test(name))) {
      expect(html, name).toContain('<dd data-testid="reference-code">7GQ2K-M4XTD</dd>')
    }
  })
})

describe('the choice', () => {
  it('is a form with a button per provider, and a separate form to go back', () => {
    const forms = render(sample('choose')).match(/<form[\s\S]*?<\/form>/g) ?? []
    expect(forms).toHaveLength(2)
    for (const form of forms) {
      expect(form).toContain('method="post" action="/login/V1StGXR8_Z5jdHi6B-myT"')
      expect(form).toContain('<input type="hidden" name="csrf" value="wJ2cT0rqk3fYb7mZ">')
    }
    expect([...(forms[0] ?? '').matchAll(/name="idp" value="([^"]+)"/g)].map(([, id]) => id)).toEqual([
      'bankid-oidc',
      'buypass-oidc',
      'commfides-oidc',
      'idporten-oidc',
      'helseplattformen-oidc',
    ])
    expect(forms[1]).toContain('name="back"')
    expect(forms[1]).not.toContain('name="idp"')
  })

  it('says what is wrong and still leads back when no provider is left', () => {
    const html = render(sample('choose-nothing'))
    expect(html).toContain('Ingen eID kan brukes her nå')
    expect(html).not.toContain('name="idp"')
    expect(html).toContain('name="back"')
  })

  it('offers the languages on its own path', () => {
    expect(render(sample('choose'))).toContain('<a href="/login/abc?lang=nn" lang="nn" hreflang="nn">Nynorsk</a>')
  })
})

describe('the refusal', () => {
  it('names the level that was proved and the one that is needed', () => {
    expect(render(sample('refusal-employer'))).toContain(
      'Helse Midt-Norge bekreftet deg på nivå 3, men EPJ Nordfjell krever nivå 4.',
    )
  })

  it('does not name a level that nobody knows', () => {
    const html = everyPage.find(({ name }) => name === 'refusal level_too_low in nb')?.html
    expect(html).toContain('eID-leverandøren bekreftet deg på et lavere nivå enn EPJ Nordfjell krever.')
    expect(html).not.toContain('nivå 0')
  })

  it('has a button back that names the service', () => {
    expect(render(sample('refusal-minid'))).toMatch(/name="back" value="1">.*<span>Tilbake til EPJ Nordfjell<\/span>/)
  })
})

describe('the logout question', () => {
  it('keeps the request but not the form token when the language changes', () => {
    const html = render(sample('logout'), '/connect/endsession')
    expect(html).toContain('href="/connect/endsession?lang=nn&amp;state=y"')
    expect(html).toContain('<input type="hidden" name="csrf" value="x">')
  })
})

/** Every text, without the names that they stand under. */
function wordsOf(texts: unknown): string {
  return typeof texts === 'object' && texts !== null ? Object.values(texts).map(wordsOf).join(' ') : String(texts)
}

describe('Nynorsk', () => {
  // Words that only Bokmål has. "eID-en" is Nynorsk too, so what follows a hyphen is no word of its own here.
  const bokmal =
    /(?<![\wæøå-])(ikke|jeg|fra|en|et|noe|noen|hvordan|hva|hvem|hvor|også|bare|være|mer|hvis|dere|tjenesten?|logget|innloggingen|brukes|gjør|selv|fortsatt|ble|fikk|første|siden|nettleseren?|velg|høyere|lavere|uten|hver|samme|trenger|inneholder|allerede|hvilken|annen|annet|dem|deres)(?![\wæøå-])/i

  it('has no word of Bokmål', () => {
    expect(bokmal.exec(wordsOf(texts.nn))?.[0]).toBeUndefined()
    expect(bokmal.test(' Du er ikke her. ')).toBe(true)
  })
})

describe('hostile names', () => {
  const hostile = `<img src=x onerror=alert(1)>"'&{service}`
  const escaped = '&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;{service}'

  it('are shown as text, and never read as placeholders', () => {
    const choose = sample('choose')
    const loggedOut = sample('logged-out-partly')
    if (choose.name !== 'choose' || loggedOut.name !== 'logged-out') throw new Error('the samples have changed')
    const { support } = choose.model
    const providers = [{ id: hostile, name: hostile, note: hostile, lastUsed: true }]
    const pages: readonly Page[] = [
      {
        name: 'choose',
        model: { ...choose.model, service: { name: hostile, owner: hostile }, providers, notice: 'step_up_age' },
      },
      { name: 'hop', model: { name: hostile, url: `https://a.example/"onmouseover='x'`, support } },
      { name: 'logged-out', model: { ...loggedOut.model, services: [hostile], failed: [hostile] } },
      { name: 'logout', model: { action: '/x', fields: { [hostile]: hostile }, services: [hostile], support } },
    ]
    for (const page of pages) {
      const html = render(page, '/login/"><script>')
      expect(html).toContain(escaped)
      expect(html).not.toMatch(/<img|<script|"onmouseover/)
    }
  })
})
