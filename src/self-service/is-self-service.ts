import { isConfirmPage } from './confirm-address.ts'

/** Whether a path is one of HelseID's self-service API. */
export function isSelfService(path: string): boolean {
  return (path.startsWith('/selvbetjening/') && !isConfirmPage(path)) || path.startsWith('/v1/')
}
