import { describe, expect, it } from 'vitest'
import { safeLink, telephoneLink } from '#src/views/safe-link.ts'
import { createViews } from '#src/views/views.ts'

const views = createViews()
const support = { name: 'X', phone: '1', hours: 'x' }

describe('links', () => {
  it.each([
    'https://epj.example/tilbake?a=1',
    'http://localhost:3002/',
    'http://broker.localhost:3000/x',
    'http://127.0.0.1:9/',
    'http://[::1]:9/',
    '/connect/endsession',
  ])('may lead to %s', (address) => {
    expect(safeLink(address)).toBe(address)
  })

  it.each([
    'javascript:alert(1)',
    ' JavaScript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'http://epj.example/',
    'http://localhost.evil.example/',
    'http://127.0.0.1.evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    'evil',
    '',
  ])('may not lead to %j, and the page is refused', (address) => {
    expect(() => safeLink(address)).toThrow('a page may link to')
    expect(() =>
      views.render(
        { name: 'hop', model: { name: 'X', url: address, support } },
        { language: 'nb', currentPath: '/', origin: 'tillit.example' },
      ),
    ).toThrow('a page may link to')
  })

  it('call the number whatever spaces it has', () => {
    expect(telephoneLink('+47 23 32 70 00')).toBe('tel:+4723327000')
    expect(telephoneLink('23 32 70 00')).toBe('tel:23327000')
  })
})
