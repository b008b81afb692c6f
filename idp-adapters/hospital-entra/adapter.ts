import {
  type AdapterKind,
  type AdapterParts,
  type IdpAdapter,
  LoginFailure,
  type LoginRequest,
  verifiedIdentity,
} from '../contract.ts'
import { readPid, readText } from '../federation/claims.ts'
import { checkLoginAge, readAgreedName, readMethodEvidence } from '../federation/employer-login.ts'
import { listExceptions } from '../federation/exceptions.ts'
import { FederationClient } from '../federation/federation-client.ts'
import type { IdTokenClaims } from '../federation/id-token.ts'
import { parseSettings } from '../federation/settings.ts'
import { contextFor, hospitalEntraLevels, provenContext } from './level-table.ts'
import { highestByMethod } from './method-evidence.ts'
import { readEntraRefusal } from './refusal.ts'
import { type HospitalEntraSettings, hospitalEntraSettings } from './settings.ts'

/** A hospital region's own login through Microsoft Entra ID. @see https://learn.microsoft.com/entra/identity-platform/ */
export const hospitalEntra: AdapterKind = {
  kind: 'hospital-entra',
  create: createHospitalEntra,
}

/** No logout upstream: the session at Entra ID is the workplace's, with mail and everything. */
function createHospitalEntra(unparsed: unknown, parts: AdapterParts): IdpAdapter {
  const settings = parseSettings(hospitalEntraSettings, unparsed, parts.environment)
  const client = new FederationClient(settings, parts)
  const { employer, level_map: levelMap } = settings
  return {
    id: parts.providerId,
    levels: hospitalEntraLevels(settings.issuer, levelMap),
    exceptions: listExceptions(settings),
    employer,
    highestLevel: ({ amr }) => highestByMethod(amr),
    beginLogin: (request) => client.begin(request, buildParameters(request, levelMap)),
    async completeLogin(callback) {
      const claims = await client.complete(callback, readEntraRefusal)
      checkAccount(claims, settings.tenant_id)
      checkLoginAge(claims.auth_time, parts.now(), settings.maximum_login_age_seconds)
      const asked = contextFor(levelMap, callback.request.minimumLevel)
      const sid = readText(claims, 'sid')
      return verifiedIdentity({
        providerId: parts.providerId,
        pid: readPid(claims, settings.pid_claim),
        evidence: {
          issuer: claims.iss,
          acr: provenContext(claims['acrs'], asked, levelMap),
          amr: readMethodEvidence(claims, settings.method_claims),
        },
        method: 'employer',
        authTime: claims.auth_time,
        name: readAgreedName(claims, settings.name_claims),
        employer,
        ...(sid !== undefined && { upstreamSid: sid }),
      })
    },
  }
}

/** @see https://learn.microsoft.com/entra/identity-platform/developer-guide-conditional-access-authentication-context */
function buildParameters(request: LoginRequest, levelMap: HospitalEntraSettings['level_map']): Record<string, string> {
  const wantsNewLogin = request.forceLogin || request.maxAgeSeconds !== undefined
  const acrs = { essential: true, value: contextFor(levelMap, request.minimumLevel) }
  return {
    response_mode: 'form_post',
    claims: JSON.stringify({ id_token: { acrs } }),
    ...(wantsNewLogin && { prompt: 'login' }),
  }
}

/**
 * Of this tenant, and not a guest in it: a guest was authenticated by somebody with whom nothing is agreed. Guests have
 * `#EXT#` in their names, and `acct` 1 where the tenant sends it.
 */
function checkAccount(claims: IdTokenClaims, tenantId: string): void {
  if (claims['tid'] !== tenantId) throw new LoginFailure('provider_answer_invalid', 'tid is not the agreed tenant')
  const names = ['preferred_username', 'upn', 'unique_name', 'email'].map((claim) => readText(claims, claim) ?? '')
  if (claims['acct'] === 1 || names.some((name) => name.toUpperCase().includes('#EXT#'))) {
    throw new LoginFailure('guest_account', 'the account is a guest in the tenant')
  }
}
