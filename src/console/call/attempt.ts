import { BrokerError } from '#src/http/broker-error.ts'

/** @returns what was refused in place of throwing it; everything else is thrown on. */
export async function attempt<T>(work: Promise<T>): Promise<{ readonly done: T } | { readonly refused: BrokerError }> {
  try {
    return { done: await work }
  } catch (error) {
    if (error instanceof BrokerError && error.reason !== 'server_error') return { refused: error }
    throw error
  }
}
