import {
  type AdapterKind,
  type AdapterParts,
  type IdpAdapter,
  type LoginRequest,
  verifiedIdentity,
} from '../contract.ts'
import { readEvidence, readName, readPid, readText } from '../federation/claims.ts'
import { listExceptions } from '../federation/exceptions.ts'
import { FederationClient } from '../federation/federation-client.ts'
import { readStandardRefusal } from '../federation/login-failure.ts'
import { parseSettings } from '../federation/settings.ts'
import { templateLevels } from './level-table.ts'
import { templateSettings } from './settings.ts'

/** Change: who this provider is, in one sentence. @see docs/adapter-author-guide.md */
export const template: AdapterKind = {
  kind: 'template',
  create: createTemplate,
}

function createTemplate(unparsed: unknown, parts: AdapterParts): IdpAdapter {
  const settings = parseSettings(templateSettings, unparsed, parts.environment)
  const client = new FederationClient(settings, parts)
  return {
    id: parts.providerId,
    levels: templateLevels(settings.issuer),
    exceptions: listExceptions(settings),
    // Change: what `amr` says may lower the level, never raise it.
    highestLevel: ({ amr }) => (amr.includes('pwd') && amr.length === 1 ? 2 : 4),
    beginLogin: (request) => client.begin(request, buildParameters(request)),
    async completeLogin(callback) {
      // Change: another reader where the provider's errors say more than the standard's.
      const claims = await client.complete(callback, readStandardRefusal)
      const evidence = readEvidence(claims)
      const sid = readText(claims, 'sid')
      return verifiedIdentity({
        providerId: parts.providerId,
        // Change: the one claim with the national identity number. There is no fall-back to another.
        pid: readPid(claims, 'national_id'),
        evidence,
        // Change: the eID that the person held, one of `LoginMethod`; `unknown` when `amr` doesn't tell.
        method: evidence.amr.length === 0 ? 'unknown' : 'testid',
        authTime: claims.auth_time,
        name: readName(claims),
        ...(sid !== undefined && { upstreamSid: sid }),
      })
    },
  }
}

/** Change: what this provider understands. The core adds scope, state, nonce and PKCE, and pushes it all. */
function buildParameters(request: LoginRequest): Record<string, string> {
  const wantsNewLogin = request.forceLogin || request.maxAgeSeconds !== undefined
  return {
    acr_values: request.minimumLevel === 4 ? 'urn:template:loa:high' : 'urn:template:loa:substantial',
    ...(request.uiLocales.length > 0 && { ui_locales: request.uiLocales.join(' ') }),
    ...(wantsNewLogin && { prompt: 'login' }),
  }
}
