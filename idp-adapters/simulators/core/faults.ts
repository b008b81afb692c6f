/** Where in the conversation a fault shows. */
export type FaultPoint = 'discovery' | 'page' | 'response' | 'token' | 'lookup'

export interface Fault {
  readonly id: string
  readonly description: string
  readonly point: FaultPoint
}

const tokenFaults = {
  'acr-missing': 'ID token without acr',
  'acr-empty': 'acr is the empty string',
  'acr-unknown': 'acr has a value that nobody knows',
  'acr-lower': 'acr of a weaker login than was asked for',
  'acr-array': 'acr is an array that holds the right value',
  'acr-other-case': 'acr in capital letters',
  'amr-odd': 'amr is an object',
  'pid-missing': 'ID token without national identity number',
  'pid-malformed': 'national identity number with ten digits',
  'pid-retired': 'a national identity number that has been replaced',
  'nonce-wrong': 'nonce of another login',
  'aud-wrong': 'ID token for another client',
  'azp-wrong': 'ID token for two clients, made for the other one',
  'iss-wrong': 'iss of another provider in the ID token',
  expired: 'ID token that has expired',
  'iat-future': 'ID token from ten minutes ahead',
  'nbf-future': 'ID token that is not valid until ten minutes from now',
  'auth-time-old': 'the person authenticated three hours ago',
  'auth-time-future': 'the person authenticates ten minutes from now',
  'auth-time-missing': 'ID token without auth_time',
  'alg-none': 'ID token without signature',
  'alg-hs256': 'ID token signed by HMAC with the public key as secret',
  'kid-unknown': 'ID token that names a key which is not published',
  'key-rotated': 'ID token signed with a key made this moment (must be accepted)',
  'token-500': 'token endpoint answers 500',
  'token-hang': 'token endpoint answers after 30 seconds',
  'token-html': 'token endpoint answers 200 with HTML',
} as const

const responseFaults = {
  'response-iss-wrong': 'iss of another provider in the authorization response',
  'code-duplicate': 'a code that has been spent already',
  'user-cancel': 'the person cancels, whatever is pressed',
} as const

const discoveryFaults = { 'discovery-404': 'metadata is not found' } as const

/** The faults that every simulator of an OpenID provider can have. */
export const coreFaults: readonly Fault[] = [
  ...listFaults(tokenFaults, 'token'),
  ...listFaults(responseFaults, 'response'),
  ...listFaults(discoveryFaults, 'discovery'),
]

function listFaults(table: Readonly<Record<string, string>>, point: FaultPoint): readonly Fault[] {
  return Object.entries(table).map(([id, description]) => ({ id, description, point }))
}

/** The fault that is armed for the next answers of one simulator. */
export class ArmedFault {
  #fault: Fault | undefined
  #times = 0

  /** @param times how many answers it spoils. */
  arm(fault: Fault, times: number): void {
    this.#fault = fault
    this.#times = times
  }

  clear(): void {
    this.#fault = undefined
  }

  /** The armed fault's id when it shows at this point; counts it as used. */
  take(point: FaultPoint): string | undefined {
    const fault = this.#fault
    if (fault === undefined || fault.point !== point) return undefined
    this.#times -= 1
    if (this.#times <= 0) this.#fault = undefined
    return fault.id
  }
}
