import type { Route } from '#src/http/router.ts'
import { answerLogin } from './answer-login.ts'
import { availableIdps } from './available-idps.ts'
import { completeLogin } from './callback.ts'
import { showLogin } from './choose-page.ts'
import { completeUpstreamLogout, confirmEndSession, endSession, parkEndSession } from './end-session.ts'
import type { LoginRoom, Step } from './login-room.ts'
import { parkAnswer } from './posted-answer.ts'
import { tellWayOn } from './tell-way-on.ts'

/** The addresses of the login room. */
export function loginRoutes(room: LoginRoom): readonly Route[] {
  const at = (method: Route['method'], path: Route['path'], step: Step): Route => ({
    method,
    path,
    handle: (ctx) => step(room, ctx),
  })
  return [
    at('GET', /^\/login\/[\w-]{20,64}$/, tellWayOn(showLogin)),
    at('POST', /^\/login\/[\w-]{20,64}$/, tellWayOn(answerLogin)),
    at('GET', /^\/login\/callback\/[\w-]{1,64}$/, tellWayOn(completeLogin)),
    at('POST', /^\/login\/callback\/[\w-]{1,64}$/, parkAnswer),
    at('GET', '/login/logout/callback', completeUpstreamLogout),
    at('GET', '/connect/endsession', endSession),
    at('POST', '/connect/endsession', parkEndSession),
    at('POST', '/connect/endsession/confirm', confirmEndSession),
    at('GET', '/connect/availableidps', availableIdps),
  ]
}
