import type { AdapterException } from '#idp-adapters/contract.ts'
import type { Provider } from './providers.ts'

/** A weakening that one configured provider is allowed by name. */
export type ProviderException = AdapterException & { readonly providerId: string }

/** Every exception of every configured provider, in their order: for the log at the start and for `tillit doctor`. Pure. */
export function listProviderExceptions(
  providers: readonly Pick<Provider, 'id' | 'adapter'>[],
): readonly ProviderException[] {
  return providers.flatMap(({ id, adapter }) =>
    adapter.exceptions.map(({ name, meaning }) => ({ providerId: id, name, meaning })),
  )
}
