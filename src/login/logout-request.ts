import { BrokerError } from '#src/http/broker-error.ts'
import type { LoginRoom } from './login-room.ts'

/** A logout request that was checked against the registry. */
export interface LogoutRequest {
  readonly clientId?: string
  /** The person that the client's ID token names. */
  readonly subject?: string
  /** A registered address with the client's `state`. */
  readonly returnTo?: string
  readonly uiLocales?: string
  /** What the confirm form must carry to ask the same again. Without the ID token: the person's answer replaces it. */
  readonly fields: Readonly<Record<string, string>>
}

/**
 * @throws {BrokerError} `id_token_hint_invalid`, `client_unknown`, `post_logout_redirect_uri_invalid`: on a page, never
 * by redirect to an address that was not verified.
 */
export async function parseLogoutRequest(
  room: LoginRoom,
  parameters: ReadonlyMap<string, string>,
): Promise<LogoutRequest> {
  const hintText = nonEmpty(parameters.get('id_token_hint'))
  const hint = hintText === undefined ? undefined : await room.sessions.readHint(hintText)
  if (hintText !== undefined && hint === undefined) {
    throw new BrokerError('id_token_hint_invalid', 'id_token_hint is not an ID token of this server')
  }
  const named = nonEmpty(parameters.get('client_id'))
  if (hint !== undefined && named !== undefined && named !== hint.clientId) {
    throw new BrokerError('id_token_hint_invalid', 'client_id is not the client of the id_token_hint')
  }
  const clientId = hint?.clientId ?? named
  const client = clientId === undefined ? undefined : room.registry().client(clientId)
  if (clientId !== undefined && client === undefined) throw new BrokerError('client_unknown', 'there is no such client')
  const uri = nonEmpty(parameters.get('post_logout_redirect_uri'))
  // Without a client the address can't be verified, so it is not used.
  const usable = client === undefined ? undefined : uri
  if (usable !== undefined && !client?.postLogoutRedirectUris.includes(usable)) {
    throw new BrokerError(
      'post_logout_redirect_uri_invalid',
      'post_logout_redirect_uri is not registered for the client',
    )
  }
  const state = nonEmpty(parameters.get('state'))
  const uiLocales = nonEmpty(parameters.get('ui_locales'))
  return {
    ...(clientId === undefined ? {} : { clientId }),
    ...(hint === undefined ? {} : { subject: hint.subject }),
    ...(usable === undefined ? {} : { returnTo: withState(usable, state) }),
    ...(uiLocales === undefined ? {} : { uiLocales }),
    fields: {
      ...(clientId === undefined ? {} : { client_id: clientId }),
      ...(usable === undefined ? {} : { post_logout_redirect_uri: usable }),
      ...(state === undefined ? {} : { state }),
      ...(uiLocales === undefined ? {} : { ui_locales: uiLocales }),
    },
  }
}

function withState(uri: string, state: string | undefined): string {
  if (state === undefined) return uri
  const url = new URL(uri)
  url.searchParams.set('state', state)
  return url.href
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value
}
