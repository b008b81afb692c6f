import { confirmReturnAddress } from '#src/self-service/confirm-return.ts'
import type { SignedIn } from '../../call/signed-in.ts'

/** Where the program waits that opened the page. @returns undefined when none does. */
export function returnOf({ ctx }: SignedIn, status: 'Success' | 'Cancelled'): string | undefined {
  return confirmReturnAddress(new URLSearchParams(ctx.querystring), status)
}
