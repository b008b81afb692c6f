import type { Context } from 'koa'
import { pagePolicy } from '#src/http/security-headers.ts'
import { confirmAddress, isConfirmPage } from '#src/self-service/confirm-address.ts'
import type { ConsoleRoom } from '../console-room.ts'
import { formTokenOf } from '../session/check-form.ts'
import type { FoundSession } from '../session/sessions.ts'
import { frameTexts } from '../texts/frame-texts.ts'
import type { ConsoleFrame } from '../view/console-views.ts'
import type { PageContent } from '../view/page-content.ts'
import { text } from '../view/pieces.ts'
import { speaker } from '../view/speak.ts'

/** For a browser that is not logged in, at whichever address: the way in, and back to that address. */
export function showLogin(room: ConsoleRoom, ctx: Context): void {
  const say = speaker(room.pages.languageOf(ctx))
  const to = ctx.path === '/admin' ? '' : `?${new URLSearchParams({ to: returnPath(ctx) })}`
  write(room, ctx, {
    title: say(frameTexts.loginHeading),
    // 401 would need a challenge (RFC 9110 section 15.5.2), and there is none that a browser could answer.
    status: ctx.method === 'POST' ? 403 : 200,
    blocks: [
      { kind: 'paragraph', isLead: true, pieces: [text(say(frameTexts.loginLead))] },
      { kind: 'paragraph', pieces: [text(say(frameTexts.loginBody))] },
      { kind: 'actions', links: [{ text: say(frameTexts.loginButton), href: `/admin/login${to}` }] },
    ],
  })
}

/** The page that confirms a draft is nothing without its parameters; the others take none that anybody would miss. */
function returnPath({ path, querystring }: Context): string {
  return isConfirmPage(path) ? confirmAddress(path, new URLSearchParams(querystring)) : path
}

/** For a person who is logged in and administers nothing: what that means, and what to do. */
export function showNobody(room: ConsoleRoom, ctx: Context, found: FoundSession): void {
  const language = room.pages.languageOf(ctx)
  const say = speaker(language)
  const { name } = room.pages.supportOf(language)
  write(
    room,
    ctx,
    {
      title: say(frameTexts.nobodyHeading),
      status: 403,
      blocks: [
        { kind: 'alert', color: 'warning', lines: [[text(say(frameTexts.nobodyLead))]] },
        { kind: 'paragraph', pieces: [text(say(frameTexts.nobodyNext, { name }))] },
        { kind: 'paragraph', pieces: [text(say(frameTexts.nobodyOther))] },
      ],
    },
    { name: found.session.login.name.name ?? '', role: '', csrf: formTokenOf(room, ctx, found) },
  )
}

function write(room: ConsoleRoom, ctx: Context, content: PageContent, person?: ConsoleFrame['person']): void {
  const language = room.pages.languageOf(ctx)
  ctx.status = content.status ?? 200
  ctx.type = 'text/html; charset=utf-8'
  ctx.set('content-security-policy', pagePolicy)
  ctx.set('cache-control', 'no-store')
  ctx.body = room.views.render(content, {
    language,
    path: ctx.path,
    origin: new URL(room.config.issuer).host,
    ...(ctx.method === 'POST' ? {} : { query: queryOf(ctx) }),
    support: room.pages.supportOf(language),
    areas: [],
    ...(person === undefined ? {} : { person }),
  })
}

/** What a language link carries on. */
function queryOf({ querystring }: Context): Readonly<Record<string, string>> {
  const { lang: _, ...kept } = Object.fromEntries(new URLSearchParams(querystring))
  return kept
}
