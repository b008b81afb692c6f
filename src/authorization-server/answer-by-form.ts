import { type Configuration, type KoaContextWithOIDC, Provider } from 'oidc-provider'

/** Writes the answer to a client as a form that posts itself. */
export type WriteForm = (
  ctx: KoaContextWithOIDC,
  answer: { readonly action: string; readonly fields: Readonly<Record<string, string>> },
) => void

/**
 * An engine whose `form_post` (OAuth 2.0 Form Post Response Mode) is a page of ours: the stock one has a script of its
 * own, no language and nothing to read. It registers its modes while it is built, and the first one counts.
 */
export function makeProvider(issuer: string, configuration: Configuration, writeForm: WriteForm): Provider {
  class FormPostProvider extends Provider {
    override registerResponseMode(name: string, handler: ResponseMode): void {
      super.registerResponseMode(name, name === 'form_post' ? writeFormPost : handler)
    }
  }
  const writeFormPost: ResponseMode = (ctx, action, fields) => {
    answered.add(ctx)
    const texts = Object.entries(fields).filter(([, value]) => value !== undefined)
    writeForm(ctx, { action, fields: Object.fromEntries(texts.map(([name, value]) => [name, String(value)])) })
  }
  return new FormPostProvider(issuer, configuration)
}

type ResponseMode = Parameters<Provider['registerResponseMode']>[1]

const answered = new WeakSet<object>()

/** Whether this request was answered with such a form. */
export function isAnsweredByForm(ctx: object): boolean {
  return answered.has(ctx)
}
