/** Kinds of entity that have commands of their own. */
export type CommandKind = 'client' | 'api' | 'organisation'

interface EntityWords {
  /** Below `/admin/api/v1`. */
  readonly path: string
  /** Member of the document that is its id. */
  readonly idMember: string
  readonly article: string
  readonly plural: string
  readonly example: string
  /** Heading and member of each column of a list. */
  readonly columns: readonly (readonly [heading: string, member: string])[]
}

/** How the commands speak of each kind. */
export const entityWords: Readonly<Record<CommandKind, EntityWords>> = {
  client: {
    path: 'clients',
    idMember: 'client_id',
    article: 'a client',
    plural: 'clients',
    example: 'epj-nordfjell',
    columns: [
      ['client', 'client_id'],
      ['name', 'client_name'],
      ['kind', 'kind'],
      ['organisation', 'organisation'],
      ['status', 'status'],
    ],
  },
  api: {
    path: 'apis',
    idMember: 'resource',
    article: 'an API',
    plural: 'APIs',
    example: 'nhn:kjernejournal',
    columns: [
      ['API', 'resource'],
      ['name', 'name'],
      ['owner', 'owner'],
      ['status', 'status'],
    ],
  },
  organisation: {
    path: 'organisations',
    idMember: 'organisation_number',
    article: 'an organisation',
    plural: 'organisations',
    example: '999977774',
    columns: [
      ['number', 'organisation_number'],
      ['name', 'name'],
      ['parent', 'parent'],
      ['status', 'status'],
    ],
  },
}

/** The address of one entity, below `/admin/api/v1`. */
export function pathOf(kind: CommandKind, id: string): string {
  return `/${entityWords[kind].path}/${encodeURIComponent(id)}`
}
