import type { Context } from 'koa'
import { BrokerError } from './broker-error.ts'
import { errorNumber, errorPages, reasonOfNumber, shownReasons } from './error-uri.ts'
import type { PageWriter } from './page-writer.ts'
import { type Reason, reasons } from './reasons.ts'
import type { Route } from './router.ts'

/** GET /errors and /errors/TLT-nnn: what `error_uri` leads to, made from the one table of refusals. */
export function errorRoutes(parts: { readonly pages: PageWriter; readonly issuer: string }): readonly Route[] {
  const { pages } = parts
  return [
    {
      method: 'GET',
      path: errorPages,
      handle: (ctx) =>
        pages.send(ctx, { page: () => ({ name: 'errors', model: { refusals: shownReasons().map(refusalOf) } }) }),
    },
    {
      method: 'GET',
      path: /^\/errors\/TLT-[1-9][0-9]{2}$/,
      handle: (ctx) => pages.send(ctx, { page: () => ({ name: 'about-error', model: refusalOf(reasonAt(ctx)) }) }),
    },
  ]
}

function reasonAt(ctx: Context): Reason {
  const reason = reasonOfNumber(ctx.path.slice(errorPages.length + 1))
  if (reason === undefined) throw new BrokerError('not_found', 'there is no refusal with this number')
  return reason
}

function refusalOf(reason: Reason) {
  const { error, status } = reasons[reason]
  return { reason, number: errorNumber(reason), error, status, href: `${errorPages}/${errorNumber(reason)}` }
}
