import {
  type AdapterKind,
  type AdapterParts,
  type IdpAdapter,
  type LevelEvidence,
  type LoginMethod,
  type LoginRequest,
  type SecurityLevel,
  verifiedIdentity,
} from '../contract.ts'
import { readEvidence, readName, readPid, readText } from '../federation/claims.ts'
import { listExceptions } from '../federation/exceptions.ts'
import { FederationClient } from '../federation/federation-client.ts'
import { parseSettings } from '../federation/settings.ts'
import { readBankIdRefusal } from './error-codes.ts'
import { bankIdLevels } from './level-table.ts'
import { bankIdSettings } from './settings.ts'

/** BankID directly, as an OpenID provider. It has no single sign-on: every request is a new login. @see https://developer.bankid.no/ */
export const bankId: AdapterKind = {
  kind: 'bankid',
  create: createBankId,
}

function createBankId(unparsed: unknown, parts: AdapterParts): IdpAdapter {
  const settings = parseSettings(bankIdSettings, unparsed, parts.environment)
  const client = new FederationClient(settings, parts)
  return {
    id: parts.providerId,
    levels: bankIdLevels(settings.issuer),
    exceptions: listExceptions(settings),
    highestLevel,
    beginLogin: (request) => client.begin(request, buildParameters(request)),
    async completeLogin(callback) {
      const claims = await client.complete(callback, (refusal) =>
        readBankIdRefusal(refusal, settings.no_active_eid_codes),
      )
      const evidence = readEvidence(claims)
      const sid = readText(claims, 'sid')
      return verifiedIdentity({
        providerId: parts.providerId,
        pid: readPid(claims, 'nnin_altsub'),
        evidence,
        method: readMethod(evidence.amr),
        authTime: claims.auth_time,
        name: readName(claims),
        ...(sid !== undefined && { upstreamSid: sid }),
      })
    },
  }
}

/** Always asks for BankID High. `login_hint` never carries a person's number. */
function buildParameters(request: LoginRequest): Record<string, string> {
  const locales = new Set(request.uiLocales.map((language) => (language === 'en' ? 'en' : 'no')))
  return {
    acr_values: 'urn:bankid:bid',
    ...(request.methodHint === 'bankid' && { login_hint: 'BID' }),
    ...(locales.size > 0 && { ui_locales: [...locales].join(' ') }),
  }
}

/** BankID calls `amr` an indication; one that says biometrics still may not pass for more than BankID Biometric. */
function highestLevel({ amr }: LevelEvidence): SecurityLevel | 0 {
  return readMethod(amr) === 'bankid-biometric' ? 3 : 4
}

function readMethod(amr: readonly string[]): LoginMethod {
  const values = amr.map((value) => value.toLowerCase())
  if (values.some((value) => value === 'bis' || value.startsWith('bis-'))) return 'bankid-biometric'
  if (values.includes('bim')) return 'bankid-mobil'
  return values.includes('bid') ? 'bankid' : 'unknown'
}
