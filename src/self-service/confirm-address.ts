import { BrokerError } from '#src/http/broker-error.ts'
import { confirmReturnAddress } from './confirm-return.ts'

/** The page that confirms a draft. Also below the root, as tools that are told the origin alone open it. */
export const confirmPage = /^(?:\/selvbetjening)?\/confirm-client\/([A-Za-z0-9][A-Za-z0-9._-]{0,99})$/

/** Whether a path is of that page, or was meant to be: a browser stands there. */
export function isConfirmPage(path: string): boolean {
  return /^(?:\/selvbetjening)?\/confirm-client\//.test(path)
}

/**
 * The address of the page once more, with those parameters that are its own and were found right. Without either of them
 * nobody waits on the own machine.
 *
 * @throws {BrokerError} `not_found`; `return_address_wrong` for what would lead to another place than this machine.
 */
export function confirmAddress(path: string, parameters: URLSearchParams): string {
  const clientId = confirmPage.exec(path)?.[1]
  if (clientId === undefined) throw new BrokerError('not_found', 'no client has an id like this')
  const own = `/selvbetjening/confirm-client/${clientId}`
  if (!isReturnWanted(parameters)) return own
  if (confirmReturnAddress(parameters, 'Success') === undefined) {
    throw new BrokerError('return_address_wrong', 'redirectPort and redirectPath name no place on this machine')
  }
  const [redirectPort, redirectPath] = [parameters.get('redirectPort') ?? '', parameters.get('redirectPath') ?? '']
  return `${own}?${new URLSearchParams({ redirectPort, redirectPath })}`
}

/** Whether a program waits for the answer. */
function isReturnWanted(parameters: URLSearchParams): boolean {
  return parameters.has('redirectPort') || parameters.has('redirectPath')
}
