import {
  type AdapterKind,
  type AdapterParts,
  type IdpAdapter,
  type Language,
  type LoginRequest,
  type UpstreamLogout,
  verifiedIdentity,
} from '../contract.ts'
import { readEvidence, readName, readPid, readText } from '../federation/claims.ts'
import { listExceptions } from '../federation/exceptions.ts'
import { FederationClient } from '../federation/federation-client.ts'
import { type ProviderRefusal, type RefusalReading, readUnexplainedRefusal } from '../federation/login-failure.ts'
import { parseSettings } from '../federation/settings.ts'
import { buypassLevels } from './level-table.ts'
import { readBuypassEvidence } from './method-evidence.ts'
import { buypassSettings } from './settings.ts'

/** Buypass ID on smart card, mobile and ID key: OpenID Connect on Keycloak. @see https://buypassdev.atlassian.net/wiki/spaces/DEVSPACE */
export const buypass: AdapterKind = {
  kind: 'buypass',
  create: createBuypass,
}

function createBuypass(unparsed: unknown, parts: AdapterParts): IdpAdapter & UpstreamLogout {
  const settings = parseSettings(buypassSettings, unparsed, parts.environment)
  const client = new FederationClient(settings, parts)
  return {
    id: parts.providerId,
    levels: buypassLevels(settings.issuer, settings.acr_values),
    exceptions: listExceptions(settings),
    methodWords: ['bp:amr:sc', 'bp:amr:otp', 'bp:amr:hwk'],
    highestLevel: readBuypassEvidence,
    beginLogin: (request) => client.begin(request, buildParameters(request, settings.id_key_hint)),
    async completeLogin(callback) {
      const claims = await client.complete(callback, readRefusal)
      const evidence = readEvidence(claims)
      const sid = readText(claims, 'sid')
      return verifiedIdentity({
        providerId: parts.providerId,
        pid: readPid(claims, settings.pid_claim),
        evidence,
        method: evidence.amr.length === 0 ? 'unknown' : 'buypass',
        authTime: claims.auth_time,
        name: readName(claims),
        ...(sid !== undefined && { upstreamSid: sid }),
      })
    },
    buildLogoutUrl: (request) => client.buildLogoutUrl(request),
  }
}

const locales: Readonly<Record<Language, string>> = { nb: 'nb-NO', nn: 'nn-NO', en: 'en-US' }

/** Buypass does nothing with `max_age`: a wish for a young login is asked for as a new one, and `auth_time` is checked. */
function buildParameters(request: LoginRequest, idKeyHint: string | undefined): Record<string, string> {
  const wantsNewLogin = request.forceLogin || request.maxAgeSeconds !== undefined
  return {
    ...(request.uiLocales.length > 0 && { ui_locales: request.uiLocales.map((each) => locales[each]).join(' ') }),
    ...(wantsNewLogin && { prompt: 'login' }),
    ...buildHint(request.methodHint, idKeyHint),
  }
}

/** HelseID's clients write `bp:amr:sc`: a value of Buypass's `amr`. The ID key has another parameter than the others. */
function buildHint(methodHint: string | undefined, idKeyHint: string | undefined): Record<string, string> {
  switch (methodHint) {
    case 'sc':
      return { 'bp_amr-values': 'sc' }
    case 'otp':
      return { 'bp_amr-values': 'otp' }
    case 'hwk':
      return idKeyHint === undefined ? {} : { bp_idp_hint: idKeyHint }
    default:
      return {}
  }
}

/** How Keycloak says that the person was too slow; the rest of Buypass's answers tell no more than `access_denied`. */
function readRefusal(refusal: ProviderRefusal): RefusalReading {
  if (refusal.error === 'temporarily_unavailable' && refusal.description === 'authentication_expired') {
    return { reason: 'login_timed_out', detail: 'authorization response says authentication_expired' }
  }
  return readUnexplainedRefusal(refusal)
}
