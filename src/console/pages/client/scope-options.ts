import { z } from 'zod'
import { ask, type SignedIn } from '../../call/signed-in.ts'
import { clientTexts } from '../../texts/client-texts.ts'
import type { Option } from '../../view/block.ts'

const catalogueForm = z.object({
  items: z.array(
    z.object({
      name: z.string(),
      owner_name: z.string().default(''),
      scopes: z.array(z.object({ name: z.string(), approval: z.enum(['owner', 'automatic']) })),
    }),
  ),
})

/** APIs of the catalogue that fit in one list. */
const mostApis = '500'

/** Every scope that may be asked for, with who decides. */
export async function readScopeOptions(signedIn: SignedIn): Promise<readonly Option[]> {
  const { say } = signedIn
  const { items } = await ask(signedIn, 'GET /catalogue', catalogueForm, { query: { limit: mostApis } })
  return items.flatMap(({ name, owner_name, scopes }) =>
    scopes.map((scope) => {
      const who =
        scope.approval === 'automatic' ? say(clientTexts.automatic) : say(clientTexts.byOwner, { owner: owner_name })
      return { value: scope.name, label: `${name}: ${scope.name} (${who})` }
    }),
  )
}
