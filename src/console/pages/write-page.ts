import { isOperator } from '#src/admin/actor.ts'
import { pagePolicy } from '#src/http/security-headers.ts'
import type { SignedIn } from '../call/signed-in.ts'
import type { Person } from '../session/sign-in.ts'
import { type Done, doneTexts, isDone } from '../texts/done-texts.ts'
import { frameTexts } from '../texts/frame-texts.ts'
import type { Block } from '../view/block.ts'
import type { PageContent } from '../view/page-content.ts'
import { text } from '../view/pieces.ts'
import { areasOf } from './areas.ts'

/** Writes a page of the console into its frame; after a change with what was done on top. */
export function writePage(
  signedIn: SignedIn,
  { found, actor }: Extract<Person, { kind: 'administrator' }>,
  content: PageContent,
): void {
  const { room, ctx, language, say, csrf, query } = signedIn
  const role = isOperator(actor)
    ? say(frameTexts.operator)
    : say(frameTexts.owner, {
        organisations: [...actor.organisations]
          .map((number) => room.registry().organisation(number)?.name ?? number)
          .join(', '),
      })
  const { lang: _, done, ...kept } = query
  const message: readonly Block[] =
    isDone(done) && content.status === undefined
      ? [{ kind: 'alert', color: isNothing(done) ? 'info' : 'success', lines: [[text(say(doneTexts[done]))]] }]
      : []
  ctx.status = content.status ?? 200
  ctx.type = 'text/html; charset=utf-8'
  ctx.set('content-security-policy', pagePolicy)
  ctx.set('cache-control', 'no-store')
  ctx.body = room.views.render(
    { ...content, blocks: [...message, ...content.blocks] },
    {
      language,
      path: ctx.path,
      origin: new URL(room.config.issuer).host,
      ...(ctx.method === 'POST' ? {} : { query: kept }),
      support: room.pages.supportOf(language),
      person: { name: found.session.login.name.name ?? '', role, csrf },
      areas: areasOf(actor).map(({ name, href, isExact }) => ({
        text: say(frameTexts[name]),
        href,
        isCurrent: isExact ? ctx.path === href : ctx.path === href || ctx.path.startsWith(`${href}/`),
      })),
    },
  )
}

function isNothing(done: Done): boolean {
  return done === 'nothing' || done === 'notConfirmed'
}
