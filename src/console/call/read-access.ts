import type { z } from 'zod'
import { accessRow, pageForm } from './forms.ts'
import { ask, type SignedIn } from './signed-in.ts'

const form = pageForm(accessRow)

/** One page of who may use what, of all that is the person's to see. */
export function readAccess(
  signedIn: SignedIn,
  query: Readonly<Record<string, string | undefined>>,
): Promise<z.output<typeof form>> {
  return ask(signedIn, 'GET /access', form, { query })
}
