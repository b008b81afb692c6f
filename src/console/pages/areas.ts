import { type Actor, isOperator } from '#src/admin/actor.ts'
import type { frameTexts } from '../texts/frame-texts.ts'

interface Area {
  readonly name: keyof typeof frameTexts
  readonly href: string
  readonly isExact?: boolean
}

/** Areas of the console that are offered. What may be seen within each is decided by the operations. */
export function areasOf(actor: Actor): readonly Area[] {
  return [
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
}
