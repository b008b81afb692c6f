import { bankId } from './bankid/adapter.ts'
import type { AdapterKind } from './contract.ts'
import { idPorten } from './id-porten/adapter.ts'

/** Every kind of adapter that the broker can be configured with; `main.ts` hands it in. */
export const adapterKinds: readonly AdapterKind[] = [idPorten, bankId]
