import { BrokerError } from '#src/http/broker-error.ts'
import { confirmAddress } from '#src/self-service/confirm-address.ts'

/** A page of the console, and never another place: not even one that only looks like ours. */
export function ownPath(wish: unknown): string {
  if (typeof wish !== 'string' || wish.length > 1000) return '/admin'
  if (/^\/admin(?:\/(?!.*\.\.)(?!api\/|login|callback)[\w.:%/-]*)?$/.test(wish)) return wish
  return confirmWish(wish) ?? '/admin'
}

/** The page that confirms a draft alone needs its parameters: they are put together anew from what was found right. */
function confirmWish(wish: string): string | undefined {
  const [path = '', query = '', ...rest] = wish.split('?')
  if (rest.length > 0) return undefined
  try {
    return confirmAddress(path, new URLSearchParams(query))
  } catch (error) {
    if (error instanceof BrokerError) return undefined
    throw error
  }
}
