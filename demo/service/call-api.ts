import * as oidc from 'openid-client'
import type { Notice, Session } from './sessions.ts'

/** Calls the demo API with the access token and a proof made for this one request (`ath`, `htm`, `htu`; RFC 9449). */
export async function callApi(config: oidc.Configuration, session: Session, demoApiUrl: string): Promise<Notice> {
  const url = new URL('/kjernejournal', demoApiUrl)
  const options = { DPoP: session.proofs }
  try {
    const response = await oidc.fetchProtectedResource(
      config,
      session.accessToken,
      url,
      'GET',
      undefined,
      undefined,
      options,
    )
    return { isError: !response.ok, title: `API-et svarte ${response.status}`, text: await response.text() }
  } catch (error) {
    // The API's own words are in the challenge of its answer (RFC 6750 section 3).
    if (!(error instanceof oidc.WWWAuthenticateChallengeError)) throw error
    const { error: code = '', error_description: reason = '' } = error.cause[0]?.parameters ?? {}
    return { isError: true, title: `API-et svarte ${error.status}`, text: `${code}: ${reason}` }
  }
}
