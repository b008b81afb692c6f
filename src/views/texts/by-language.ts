import type { Language } from '#idp-adapters/contract.ts'
import { en } from './en/en.ts'
import { nb } from './nb/nb.ts'
import { nn } from './nn/nn.ts'
import type { Texts } from './texts.ts'

/** All texts of all languages. */
export const texts: Readonly<Record<Language, Texts>> = { nb, nn, en }
