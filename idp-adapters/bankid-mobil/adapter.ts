import {
  type AdapterKind,
  type AdapterParts,
  AdapterSettingsError,
  type IdpAdapter,
  type LoginRequest,
  verifiedIdentity,
} from '../contract.ts'
import { readEvidence, readName, readPid, readText } from '../federation/claims.ts'
import { listExceptions } from '../federation/exceptions.ts'
import { FederationClient } from '../federation/federation-client.ts'
import { parseSettings } from '../federation/settings.ts'
import { readBankIdMobilRefusal } from './error-codes.ts'
import { bankIdMobilLevels } from './level-table.ts'
import { bankIdMobilSettings } from './settings.ts'

/** BankID på mobil, which lived on the SIM card until 2024. There is no such provider any more, only our simulator. */
export const bankIdMobil: AdapterKind = {
  kind: 'bankid-mobil',
  create: createBankIdMobil,
}

function createBankIdMobil(unparsed: unknown, parts: AdapterParts): IdpAdapter {
  if (parts.environment === 'production') {
    throw new AdapterSettingsError([
      {
        path: '(kind)',
        found: 'bankid-mobil, which exists as a simulator only',
        allowed: 'another kind, or enabled: false',
      },
    ])
  }
  const settings = parseSettings(bankIdMobilSettings, unparsed, parts.environment)
  const client = new FederationClient(settings, parts)
  return {
    id: parts.providerId,
    levels: bankIdMobilLevels(settings.issuer),
    exceptions: listExceptions(settings),
    highestLevel: ({ amr }) => (amr.includes('bim') ? 4 : 0),
    beginLogin: (request) => client.begin(request, buildParameters(request)),
    async completeLogin(callback) {
      const claims = await client.complete(callback, (refusal) =>
        readBankIdMobilRefusal(refusal, settings.no_active_eid_codes),
      )
      const evidence = readEvidence(claims)
      const sid = readText(claims, 'sid')
      return verifiedIdentity({
        providerId: parts.providerId,
        pid: readPid(claims, 'nnin_altsub'),
        evidence,
        method: evidence.amr.includes('bim') ? 'bankid-mobil' : 'unknown',
        authTime: claims.auth_time,
        name: readName(claims),
        ...(sid !== undefined && { upstreamSid: sid }),
      })
    },
  }
}

/** `BIM` alone names the method. The number and the birth date could stand after it; they are the person's to type. */
function buildParameters(request: LoginRequest): Record<string, string> {
  const locales = new Set(request.uiLocales.map((language) => (language === 'en' ? 'en' : 'no')))
  return { login_hint: 'BIM', ...(locales.size > 0 && { ui_locales: [...locales].join(' ') }) }
}
