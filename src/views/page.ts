import type { Reason } from '#src/http/reasons.ts'
export interface Support { readonly name: string; readonly phone: string; readonly hours: string }
export interface ProviderButton { readonly id: string; readonly name: string; readonly note?: string; readonly lastUsed: boolean }
export interface Service { readonly name: string; readonly owner: string }
export interface ChooseModel { readonly action: string; readonly csrf: string; readonly service: Service; readonly origin: string; readonly minimumLevel: 3 | 4; readonly providers: readonly ProviderButton[]; readonly missing: readonly { name: string; reason: string }[]; readonly notice?: string; readonly support: Support }
export interface RefusalModel { readonly reason: Reason; readonly values: { provider?: string; employer?: string; level?: number }; readonly service: Service; readonly alternatives: readonly ProviderButton[]; readonly action: string; readonly csrf: string; readonly reference: { code: string; time: Date }; readonly support: Support }
export type Page =
  | { readonly name: 'choose'; readonly model: ChooseModel }
  | { readonly name: 'refusal'; readonly model: RefusalModel }
  | { readonly name: 'error'; readonly model: { readonly reason: Reason; readonly reference: { code: string; time: Date }; readonly minutes?: number; readonly support: Support } }
  | { readonly name: 'hop'; readonly model: { readonly name: string; readonly url: string } }
  | { readonly name: 'logout'; readonly model: { readonly action: string; readonly fields: Readonly<Record<string, string>>; readonly services: readonly string[] } }
  | { readonly name: 'logged-out'; readonly model: { readonly services: readonly string[]; readonly failed: readonly string[]; readonly returnTo?: { name: string; url: string }; readonly support: Support } }
  | { readonly name: 'home'; readonly model: { readonly links: readonly { text: string; url: string }[]; readonly support: Support } }
