import type { Api, ApiScope } from '../api.ts'
import type { Organisation } from '../organisation.ts'

/** What there is to refer to. */
export interface Known {
  /** Undefined also for one whose file is broken. */
  organisation(organisationNumber: string): Organisation | undefined
  /** Also of a broken file: who refers to it is not wrong. */
  hasOrganisation(organisationNumber: string): boolean
  hasClient(clientId: string): boolean
  hasResource(resource: string): boolean
  scope(name: string): { readonly api: Api; readonly scope: ApiScope } | undefined
  /** Whether nothing can be said of this scope, because its API's file is broken. */
  mayBeOfBrokenApi(scope: string): boolean
  /** Ids of the configured providers; undefined: not checked. */
  readonly identityProviderIds: readonly string[] | undefined
  /** What is allowed, in the words of the place where they stand. */
  readonly words: Readonly<Record<'organisation' | 'api' | 'client' | 'scope', string>>
}

/** Takes what is wrong. @param path as in a `Problem`. */
export type Report = (path: string, found: string, allowed: string) => void
