import {
  type AdapterKind,
  type AdapterParts,
  type IdpAdapter,
  type Language,
  type LevelEvidence,
  LoginFailure,
  type LoginMethod,
  type LoginRequest,
  type SecurityLevel,
  type UpstreamLogout,
  verifiedIdentity,
} from '../contract.ts'
import { readEvidence, readName, readPid, readText } from '../federation/claims.ts'
import { listExceptions } from '../federation/exceptions.ts'
import { FederationClient } from '../federation/federation-client.ts'
import type { IdTokenClaims } from '../federation/id-token.ts'
import { readStandardRefusal } from '../federation/login-failure.ts'
import { parseSettings } from '../federation/settings.ts'
import { idPortenLevels } from './level-table.ts'
import { idPortenSettings } from './settings.ts'

/** ID-porten (Digdir), which relays BankID, Buypass, Commfides, MinID and eIDAS. @see https://docs.digdir.no/docs/idporten/ */
export const idPorten: AdapterKind = {
  kind: 'id-porten',
  create: createIdPorten,
}

function createIdPorten(unparsed: unknown, parts: AdapterParts): IdpAdapter & UpstreamLogout {
  const settings = parseSettings(idPortenSettings, unparsed, parts.environment)
  const client = new FederationClient(settings, parts)
  return {
    id: parts.providerId,
    levels: idPortenLevels(settings.issuer),
    exceptions: listExceptions(settings),
    methodWords,
    highestLevel: (evidence) => highestLevel(evidence, parts.environment),
    beginLogin: (request) => client.begin(request, buildParameters(request)),
    async completeLogin(callback) {
      const claims = await client.complete(callback, readStandardRefusal)
      checkOnBehalfOf(claims, callback.request.onBehalfOf)
      const evidence = readEvidence(claims)
      const sid = readText(claims, 'sid')
      return verifiedIdentity({
        providerId: parts.providerId,
        pid: readPid(claims, 'pid'),
        evidence,
        method: readMethod(evidence.amr),
        authTime: claims.auth_time,
        name: readName(claims),
        ...(sid !== undefined && { upstreamSid: sid }),
      })
    },
    buildLogoutUrl: (request) => client.buildLogoutUrl(request),
  }
}

/**
 * As HelseID's clients name the eIDs inside ID-porten. They lead here and no further: ID-porten's documentation has no
 * parameter that would choose one of them (`docs/decisions/0070`).
 */
const methodWords = ['amr:bankid', 'amr:bankidmobil', 'amr:buypass', 'amr:commfides', 'amr:minid']

function buildParameters(request: LoginRequest): Record<string, string> {
  // `max_age` is not among ID-porten's parameters: a wish for a young login is asked for as a new one.
  const wantsNewLogin = request.forceLogin || request.maxAgeSeconds !== undefined
  return {
    acr_values: request.minimumLevel === 4 ? 'idporten-loa-high' : 'idporten-loa-substantial',
    ...(request.uiLocales.length > 0 && { ui_locales: [...new Set<Language>(request.uiLocales)].join(' ') }),
    ...(wantsNewLogin && { prompt: 'login' }),
    ...(request.onBehalfOf !== undefined && { onbehalfof: request.onBehalfOf }),
  }
}

/** The documentation names the claim both ways. What was not asked for must not be there either. */
function checkOnBehalfOf(claims: IdTokenClaims, asked: string | undefined): void {
  const answered = claims['client_onbehalfof'] ?? claims['aud_onbehalfof']
  if (answered !== asked) {
    throw new LoginFailure('provider_answer_invalid', 'onbehalfof in the answer differs from the one asked for')
  }
}

/** `amr` never raises: it refuses TestID where people are real, and MinID or e-mail users that call themselves more. */
function highestLevel(evidence: LevelEvidence, environment: AdapterParts['environment']): SecurityLevel | 0 {
  const { amr } = evidence
  if (environment === 'production' && amr.includes('TestID')) return 0
  if (amr.includes('Selfregistered-email')) return 0
  return amr.some((value) => value.startsWith('Minid-')) ? 3 : 4
}

const methods: ReadonlyMap<string, LoginMethod> = new Map([
  ['BankID', 'bankid'],
  ['BankID Mobil', 'bankid-mobil'],
  ['Buypass', 'buypass'],
  ['Commfides', 'commfides'],
  ['eIDAS', 'eidas'],
  ['TestID', 'testid'],
])

function readMethod(amr: readonly string[]): LoginMethod {
  for (const value of amr) {
    const method = value.startsWith('Minid-') ? 'minid' : methods.get(value)
    if (method !== undefined) return method
  }
  return 'unknown'
}
