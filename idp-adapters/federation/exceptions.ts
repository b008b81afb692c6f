import type { AdapterException } from '../contract.ts'
import type { FederationSettings } from './settings.ts'

/**
 * The weakenings that a provider's settings name. Pure: the broker lists them in its log at the start.
 * @see the demands SI3 (PAR) and SI5 (`private_key_jwt`) of HelseID's security profile for identity federations.
 */
export function listExceptions(
  settings: Pick<FederationSettings, 'par' | 'client_assertion_alg'>,
): readonly AdapterException[] {
  return [
    ...(settings.par === 'not_supported' ? [withoutPar] : []),
    ...(settings.client_assertion_alg === 'RS256' ? [rs256] : []),
  ]
}

// DEVIATION: SI3, pushed authorization requests; see docs/decisions/0037-exceptions-of-hospital-providers.md
const withoutPar: AdapterException = {
  name: 'par: not_supported',
  meaning: 'the request goes through the browser, which can read and change it (SI3 is not met)',
}

// DEVIATION: FAPI 2.0 section 5.4.1, algorithms; see docs/decisions/0037-exceptions-of-hospital-providers.md
const rs256: AdapterException = {
  name: 'client_assertion_alg: RS256',
  meaning: 'the broker signs with PKCS #1 v1.5, which FAPI 2.0 section 5.4.1 does not allow',
}
