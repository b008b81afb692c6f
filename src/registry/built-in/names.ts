/**
 * The organisation that the broker's own API and clients belong to. Its check digit is right, and no such number is ever
 * given out: numbers of organisations begin with 8 or 9, and those for tests with 2 or 3.
 */
export const brokerOrganisation = '000000000'

/** The broker's own admin API. */
export const adminResource = 'tillit:admin'

/** The client that the `tillit` command is. */
export const operatorClientId = 'tillit-operator'

/** The client that the console is, for the people who log in to it. */
export const consoleClientId = 'tillit-console'

/** Scopes of the admin API. */
export const adminScopes = {
  read: 'tillit:admin/registry.read',
  write: 'tillit:admin/registry.write',
  approve: 'tillit:admin/registry.approve',
  auditRead: 'tillit:admin/audit.read',
  operations: 'tillit:admin/operations',
} as const

/** HelseID's own API for clients that look after themselves, under the names that tools know. */
export const selfServiceResource = 'nhn:selvbetjening'

/** Its one scope. */
export const selfServiceScope = 'nhn:selvbetjening/client'

/** Whether a name of an API or a client is kept for what only the broker may make. */
export function isReservedName(id: string): boolean {
  return /^tillit[:-]/i.test(id) || id.toLowerCase() === selfServiceResource
}
