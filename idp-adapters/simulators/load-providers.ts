import type { SimulatedProvider } from './core/provider.ts'

/**
 * The simulated providers of a kind of adapter: all that `simulator/provider.ts` in its folder exports. Found by the
 * folder's name, so that the list of adapters is the only list.
 * @throws {Error} when the folder has none.
 */
export async function loadProviders(kind: string): Promise<readonly SimulatedProvider[]> {
  if (!/^[a-z0-9-]+$/.test(kind)) throw new Error(`no name of a kind: ${kind}`)
  const module: unknown = await import(new URL(`../${kind}/simulator/provider.ts`, import.meta.url).href)
  const providers = Object.values(Object(module)).filter(isSimulatedProvider)
  if (providers.length === 0) throw new Error(`${kind}/simulator/provider.ts exports no provider`)
  return providers
}

/** Told by what only a provider has; its form is the compiler's business, where it is written. */
function isSimulatedProvider(value: unknown): value is SimulatedProvider {
  return typeof value === 'object' && value !== null && 'id' in value && 'eids' in value && 'buildClaims' in value
}
