import {
  type AdapterKind,
  type AdapterParts,
  type IdpAdapter,
  type LoginRequest,
  verifiedIdentity,
} from '../contract.ts'
import { readPid, readText } from '../federation/claims.ts'
import { checkLoginAge, readAgreedName, readMethodEvidence } from '../federation/employer-login.ts'
import { listExceptions } from '../federation/exceptions.ts'
import { FederationClient } from '../federation/federation-client.ts'
import { type ProviderRefusal, type RefusalReading, readUnexplainedRefusal } from '../federation/login-failure.ts'
import { parseSettings } from '../federation/settings.ts'
import { hospitalAdfsLevels } from './level-table.ts'
import { highestByMethod } from './method-evidence.ts'
import { hospitalAdfsSettings } from './settings.ts'

/** A hospital region's own login through AD FS. @see https://learn.microsoft.com/windows-server/identity/ad-fs/ */
export const hospitalAdfs: AdapterKind = {
  kind: 'hospital-adfs',
  create: createHospitalAdfs,
}

/** No logout upstream: the session at AD FS is the workplace's, and AD FS sends nobody back without an ID token in the address. */
function createHospitalAdfs(unparsed: unknown, parts: AdapterParts): IdpAdapter {
  const settings = parseSettings(hospitalAdfsSettings, unparsed, parts.environment)
  const client = new FederationClient(settings, parts)
  const { employer } = settings
  return {
    id: parts.providerId,
    levels: hospitalAdfsLevels(settings.issuer, settings.level_map),
    exceptions: listExceptions(settings),
    employer,
    highestLevel: ({ amr }) => highestByMethod(amr),
    beginLogin: (request) => client.begin(request, buildParameters(request, settings.resource)),
    async completeLogin(callback) {
      const claims = await client.complete(callback, readRefusal)
      checkLoginAge(claims.auth_time, parts.now(), settings.maximum_login_age_seconds)
      const sid = readText(claims, 'sid')
      return verifiedIdentity({
        providerId: parts.providerId,
        pid: readPid(claims, settings.pid_claim),
        evidence: {
          issuer: claims.iss,
          acr: claims[settings.level_claim],
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

/** AD FS has no `acr_values`: a level can't be asked for, only a new login. Nothing of the person is in the address. */
function buildParameters(request: LoginRequest, resource: string): Record<string, string> {
  const wantsNewLogin = request.forceLogin || request.maxAgeSeconds !== undefined
  return { resource, response_mode: 'form_post', ...(wantsNewLogin && { prompt: 'login' }) }
}

/** `access_denied` with one of AD FS's own codes is the region's no; without one it tells nothing. */
function readRefusal(refusal: ProviderRefusal): RefusalReading {
  const code = /^MSIS\d{4}\b/.exec(refusal.description)?.[0]
  if (refusal.error !== 'access_denied' || code === undefined) return readUnexplainedRefusal(refusal)
  return { reason: 'provider_refused', detail: `authorization response says access_denied, ${code}` }
}
