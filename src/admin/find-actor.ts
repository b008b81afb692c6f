import type { ResourceCaller } from '#src/authorization-server/own-resource.ts'
import { BrokerError } from '#src/http/broker-error.ts'
import { operatorClientId } from '#src/registry/built-in/names.ts'
import type { Registry } from '#src/registry/registry.ts'
import type { Actor } from './actor.ts'
import type { Administrators } from './administrators/administrators.ts'

/** Whom the operator's command says that it runs as; believed of that client alone. */
export interface OperatingSystemUser {
  readonly user?: string
  readonly host?: string
}

/**
 * Who a caller is. A machine acts for its client's organisation; a person for the organisations that it administers,
 * whichever client the person uses.
 *
 * @throws {BrokerError} `change_not_allowed` for a person who administers nothing. {StoreUnavailable}
 */
export async function findActor(
  { clientId, scopes, login }: Omit<ResourceCaller, 'issuedAt'>,
  parts: {
    readonly registry: Registry
    readonly administrators: Pick<Administrators, 'find'>
    readonly operatingSystem: OperatingSystemUser
  },
): Promise<Actor> {
  if (login !== undefined) {
    const person = await parts.administrators.find(login.subject)
    if (person === undefined) throw new BrokerError('change_not_allowed', 'you administer no organisation here')
    return {
      author: { kind: 'person', id: person.id },
      pid: login.pid,
      scopes: new Set(scopes),
      organisations: new Set(person.organisations),
    }
  }
  const organisation = parts.registry.client(clientId)?.organisation
  if (organisation === undefined) throw new BrokerError('change_not_allowed', 'the client is not registered')
  const { user, host } = parts.operatingSystem
  return {
    author:
      clientId === operatorClientId
        ? {
            kind: 'operator',
            id: clientId,
            ...(user === undefined ? {} : { osUser: user }),
            ...(host === undefined ? {} : { osHost: host }),
          }
        : { kind: 'client', id: clientId },
    scopes: new Set(scopes),
    organisations: new Set([organisation]),
  }
}
