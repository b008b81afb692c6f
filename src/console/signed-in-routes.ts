import type { Context } from 'koa'
import { isOperator } from '#src/admin/actor.ts'
import { BrokerError } from '#src/http/broker-error.ts'
import { readForm } from '#src/http/form-body.ts'
import type { Route } from '#src/http/router.ts'
import type { SignedIn } from './call/signed-in.ts'
import type { ConsoleRoom } from './console-room.ts'
import type { Outcome } from './forms/perform-intent.ts'
import { showLogin, showNobody } from './pages/without-rights.ts'
import { writePage } from './pages/write-page.ts'
import { checkForm, formTokenOf } from './session/check-form.ts'
import { findPerson, type Person } from './session/sign-in.ts'
import type { PageContent } from './view/page-content.ts'
import { speaker } from './view/speak.ts'

/** Bytes of a form: a whole document may be among its fields. */
const formLimit = 512 * 1024

type Administrator = Extract<Person, { kind: 'administrator' }>

/** A page for those who are logged in; the others get the way there. */
export function pageAt(
  room: ConsoleRoom,
  path: Route['path'],
  build: (signedIn: SignedIn) => Promise<PageContent>,
): Route {
  return {
    method: 'GET',
    path,
    handle: async (ctx) => {
      const person = await findPerson(room, ctx)
      if (person.kind === 'nobody') return showLogin(room, ctx)
      if (person.kind === 'without-rights') return showNobody(room, ctx, person.found)
      const signedIn = signedInAs(room, ctx, person, path)
      writePage(signedIn, person, await build(signedIn))
    },
  }
}

/** What a form of such a page is posted to: checked to be ours before anything is read from it. */
export function formAt(
  room: ConsoleRoom,
  path: Route['path'],
  act: (signedIn: SignedIn, form: ReadonlyMap<string, string>) => Promise<Outcome>,
): Route {
  return {
    method: 'POST',
    path,
    handle: async (ctx) => {
      const form = await readForm(ctx, formLimit)
      const person = await findPerson(room, ctx)
      // The session ended while the form was open: what was in it is lost, and that is said.
      if (person.kind === 'nobody') return showLogin(room, ctx)
      checkForm(room, ctx, form, person.found)
      if (person.kind === 'without-rights') return showNobody(room, ctx, person.found)
      const signedIn = signedInAs(room, ctx, person, path)
      const outcome = await act(signedIn, form)
      if ('page' in outcome) return writePage(signedIn, person, outcome.page)
      // A page and not a redirect: after a form `form-action` would stop it.
      if ('leave' in outcome) return room.pages.hop(ctx, { name: () => outcome.name, url: outcome.leave })
      ctx.set('cache-control', 'no-store')
      ctx.status = 303
      ctx.redirect(outcome.seeOther)
    },
  }
}

function signedInAs(room: ConsoleRoom, ctx: Context, { actor, found }: Administrator, path: Route['path']): SignedIn {
  const language = room.pages.languageOf(ctx)
  const values = typeof path === 'string' ? [] : (path.exec(ctx.path) ?? []).slice(1)
  return {
    room,
    ctx,
    actor,
    language,
    say: speaker(language),
    csrf: formTokenOf(room, ctx, found),
    params: values.map(decode),
    query: Object.fromEntries(new URLSearchParams(ctx.querystring)),
    isOperator: isOperator(actor),
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new BrokerError('not_found', 'the address is not percent-encoded UTF-8')
  }
}
