import { type Actor, isOperator } from '#src/admin/actor.ts'
import { hasOperation, type OperationKey } from '../call/operations-by-key.ts'
import type { frameTexts } from '../texts/frame-texts.ts'

interface Area {
  readonly name: keyof typeof frameTexts
  readonly href: string
  readonly isExact?: boolean
}

/** What the area is read from. Without it there is no such area. */
const needed: Readonly<Record<string, OperationKey>> = {
  providers: 'GET /providers',
  audit: 'POST /audit/search',
  administrators: 'GET /administrators',
  revisions: 'GET /revisions',
}

/** Areas of the console that are offered. What may be seen within each is decided by the operations. */
export function areasOf(actor: Actor): readonly Area[] {
  const all: readonly Area[] = [
    { name: 'overview', href: '/admin', isExact: true },
    { name: 'clients', href: '/admin/clients' },
    { name: 'apis', href: '/admin/apis' },
    { name: 'organisations', href: '/admin/organisations' },
    { name: 'revisions', href: '/admin/revisions' },
    { name: 'audit', href: '/admin/audit' },
    { name: 'providers', href: '/admin/providers' },
    { name: 'keys', href: '/admin/keys' },
    ...(isOperator(actor) ? [{ name: 'administrators', href: '/admin/administrators' } as const] : []),
  ]
  return all.filter(({ name }) => needed[name] === undefined || hasOperation(needed[name]))
}
