import { describe, expect, it } from 'vitest'
import { chooseLanguage } from '#src/views/language.ts'

describe('the language of a page', () => {
  it.each([
    ['nothing known: Bokmål', {}, 'nb'],
    ['the query before everything', { query: 'nn', cookie: 'en', uiLocales: 'en', acceptLanguage: 'en' }, 'nn'],
    ['the cookie before the client', { cookie: 'nn', uiLocales: 'en', acceptLanguage: 'en' }, 'nn'],
    ['the client before the browser', { uiLocales: 'nn', acceptLanguage: 'en' }, 'nn'],
    ['the browser before nothing', { acceptLanguage: 'en' }, 'en'],
    ['an unknown query is passed over', { query: 'de', cookie: 'en' }, 'en'],
    ['an empty query is passed over', { query: '', acceptLanguage: 'nn' }, 'nn'],
    ['the first of ui_locales that we know', { uiLocales: 'se de nn nb' }, 'nn'],
    ['no is Bokmål', { query: 'no' }, 'nb'],
    ['nb-NO', { acceptLanguage: 'nb-NO' }, 'nb'],
    ['nb-no in small letters', { uiLocales: 'nb-no' }, 'nb'],
    ['nn-NO before nb', { acceptLanguage: 'nn-NO,nb;q=0.8' }, 'nn'],
    ['en-us', { acceptLanguage: 'en-us,en;q=0.9' }, 'en'],
    ['the highest q wins, whatever the order', { acceptLanguage: 'nb;q=0.4, en;q=0.7, nn;q=0.9' }, 'nn'],
    ['equal q keeps the order', { acceptLanguage: 'en;q=0.8,nn;q=0.8' }, 'en'],
    ['q=0 is a no', { acceptLanguage: 'en;q=0' }, 'nb'],
    ['a broken q is a no', { acceptLanguage: 'en;q=much, nn;q=0.1' }, 'nn'],
    ['unknown languages are passed over', { acceptLanguage: 'de-DE,fr;q=0.9,*;q=0.5,en;q=0.1' }, 'en'],
    ['words that only begin alike are others', { query: 'nbx', cookie: 'enough' }, 'nb'],
  ] as const)('%s', (_name, wishes, expected) => {
    expect(chooseLanguage(wishes)).toBe(expected)
  })

  it('reads the start of an endless header only', () => {
    expect(chooseLanguage({ acceptLanguage: `${'de,'.repeat(100_000)}en` })).toBe('nb')
  })
})
