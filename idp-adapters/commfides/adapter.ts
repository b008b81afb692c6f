import {
  type AdapterKind,
  type AdapterParts,
  type IdpAdapter,
  type LoginRequest,
  verifiedIdentity,
} from '../contract.ts'
import { readEvidence, readName, readPid } from '../federation/claims.ts'
import { listExceptions } from '../federation/exceptions.ts'
import { FederationClient } from '../federation/federation-client.ts'
import { readUnexplainedRefusal } from '../federation/login-failure.ts'
import { parseSettings } from '../federation/settings.ts'
import { commfidesLevels } from './level-table.ts'
import { commfidesSettings } from './settings.ts'

/** Commfides e-ID (USB stick with PIN), as a plain OpenID provider: all that is its own is in the settings. */
export const commfides: AdapterKind = {
  kind: 'commfides',
  create: createCommfides,
}

function createCommfides(unparsed: unknown, parts: AdapterParts): IdpAdapter {
  const settings = parseSettings(commfidesSettings, unparsed, parts.environment)
  const client = new FederationClient(settings, parts)
  return {
    id: parts.providerId,
    levels: commfidesLevels(settings.issuer, settings.acr_values),
    exceptions: listExceptions(settings),
    // What `amr` says may lower: a login that is not by the stick is worth no more than a password.
    highestLevel: ({ amr }) => (amr.length === 0 || settings.amr_values.every((value) => amr.includes(value)) ? 4 : 2),
    beginLogin: (request) => client.begin(request, buildParameters(request, settings.acr_values)),
    async completeLogin(callback) {
      const claims = await client.complete(callback, readUnexplainedRefusal)
      const evidence = readEvidence(claims)
      return verifiedIdentity({
        providerId: parts.providerId,
        pid: readPid(claims, settings.pid_claim),
        evidence,
        method: evidence.amr.length === 0 ? 'unknown' : 'commfides',
        authTime: claims.auth_time,
        name: readName(claims),
      })
    },
  }
}

/** The standard's parameters only. Whether `max_age` is heeded is not known, so a young login is asked for as a new one. */
function buildParameters(request: LoginRequest, acrValues: readonly string[]): Record<string, string> {
  const wantsNewLogin = request.forceLogin || request.maxAgeSeconds !== undefined
  return {
    acr_values: acrValues.join(' '),
    ...(request.uiLocales.length > 0 && { ui_locales: request.uiLocales.join(' ') }),
    ...(wantsNewLogin && { prompt: 'login' }),
  }
}
