import { bankId } from './bankid/adapter.ts'
import { bankIdMobil } from './bankid-mobil/adapter.ts'
import { buypass } from './buypass/adapter.ts'
import { commfides } from './commfides/adapter.ts'
import type { AdapterKind } from './contract.ts'
import { hospitalAdfs } from './hospital-adfs/adapter.ts'
import { hospitalEntra } from './hospital-entra/adapter.ts'
import { idPorten } from './id-porten/adapter.ts'

/**
 * Every kind of adapter that the broker can be configured with; `main.ts` hands it in. A kind is named as its folder:
 * that is how its simulator is found.
 */
export const adapterKinds: readonly AdapterKind[] = [
  idPorten,
  bankId,
  bankIdMobil,
  buypass,
  commfides,
  hospitalAdfs,
  hospitalEntra,
]
