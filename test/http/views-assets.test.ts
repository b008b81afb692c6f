import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { loadAssets } from '#src/views/assets.ts'
import { createViews } from '#src/views/views.ts'
import { repository } from '../support/repository.ts'

const templates = ['src/views/templates', 'src/console/templates'].flatMap((folder) =>
  readdirSync(join(repository, folder)).map((name) => ({
    name,
    text: readFileSync(join(repository, folder, name), 'utf8'),
  })),
)

describe('templates', () => {
  const allowed = [
    /^it\.body$/,
    /^it\.icon\('[a-z]+'\)$/,
    /^include\('\.\/[a-z-]+'(?: \+ block\.kind)?, (?:it|\{[^{}]*\})\)$/,
  ]

  it('print nothing raw but the body, icons and partial templates', () => {
    const raw = templates.flatMap(({ name, text }) =>
      [...text.matchAll(/<%[-_]?~\s*([\s\S]*?)\s*[-_]?%>/g)].map(([, expression = '']) => ({ name, expression })),
    )
    expect(raw.length).toBeGreaterThan(5)
    const strange = raw.filter(({ expression }) => !allowed.some((pattern) => pattern.test(expression)))
    // A constant: the one script that there is, named by its digest in the policy of that page.
    expect(strange).toEqual([{ name: 'post-back.eta', expression: 'it.script' }])
  })

  it('hold no style attribute, no script and no formaction', () => {
    for (const { name, text } of templates) {
      const known = name === 'post-back.eta' ? '<script><%~ it.script %></script>' : ''
      expect(text.replace(known, ''), name).not.toMatch(/style=|<script|formaction|\bon[a-z]+=/)
    }
  })
})

describe('assets', () => {
  const assets = loadAssets()
  const support = { name: 'Hjelp', phone: '1', hours: '8–15' }
  const home = createViews().render(
    { name: 'home', model: { links: [], support } },
    { language: 'nb', currentPath: '/', origin: 'tillit.example' },
  )

  it('have addresses that change with their content, and everything a page names is there', () => {
    for (const path of assets.keys()) expect(path).toMatch(/^\/assets\/[a-z-]+\.[0-9a-f]{12}\.(css|svg|woff2)$/)
    const sheet = [...assets].find(([path]) => path.startsWith('/assets/pages.'))?.[1].body.toString() ?? ''
    const named = [
      ...[...home.matchAll(/href="(\/assets\/[^"]+)"/g)].map(([, path]) => path),
      ...[...sheet.matchAll(/url\(([^)]+)\)/g)].map(([, path]) => path),
    ]
    expect(named).toHaveLength(6)
    for (const path of named) expect([...assets.keys()]).toContain(path)
  })

  it('unpack to themselves', () => {
    for (const [path, { body, gzip }] of assets) expect(gunzipSync(gzip).equals(body), path).toBe(true)
  })

  it('keep dark colours on screens: paper stays white', () => {
    const theme = [...assets].find(([path]) => path.startsWith('/assets/theme.'))?.[1].body.toString() ?? ''
    expect(theme).toContain('@media screen and (prefers-color-scheme: dark)')
    expect(theme).not.toContain('@media (prefers-color-scheme: dark)')
  })
})
