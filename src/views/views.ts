import type { Page } from './page.ts'
export interface Views { render(page: Page, options: { language: string; currentPath: string }): string }
const esc = (s: string) => s.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
export function createViews(): Views {
  return { render: (page) => {
    const m = page.model as Record<string, unknown>
    let html = `<h1>${page.name}</h1><pre>${esc(JSON.stringify(m, null, 1))}</pre>`
    if (page.name === 'choose' || page.name === 'refusal') html += `<form method="post" action="${page.model.action}"><input type="hidden" name="csrf" value="${page.model.csrf}"></form>`
    if (page.name === 'logout') html += `<form method="post" action="${page.model.action}">${Object.entries(page.model.fields).map(([k, v]) => `<input type="hidden" name="${k}" value="${esc(v)}">`).join('')}</form>`
    return `<!doctype html><html lang="nb">${html}</html>`
  } }
}
