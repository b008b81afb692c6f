import type { z } from 'zod'
import type { Environment } from '#config/schema.ts'
import type { Api } from './api.ts'
import { type ApiWire, apiSchema } from './api-schema.ts'
import { buildApi, buildClient, buildDelegation, buildOrganisation } from './build-entities.ts'
import { checkApi } from './checks/check-api.ts'
import { checkClient } from './checks/check-client.ts'
import { checkDelegation } from './checks/check-delegation.ts'
import { checkOrganisation } from './checks/check-organisation.ts'
import type { Finding } from './checks/finding.ts'
import type { Client } from './client.ts'
import { type ClientWire, clientSchema } from './client-schema.ts'
import { type Delegation, delegationId } from './delegation.ts'
import { type DelegationWire, delegationSchema } from './delegation-schema.ts'
import type { Organisation } from './organisation.ts'
import { type OrganisationWire, organisationSchema } from './organisation-schema.ts'

/** One kind of entity: its form, what is checked within one document, and what it becomes. */
export interface EntityForm<Wire, Entity> {
  readonly schema: z.ZodType<Wire>
  readonly check: (wire: Wire, environment: Environment) => readonly Finding[]
  readonly build: (wire: Wire) => Entity
  /** The member that stands for the id, and that a problem with the id points to. */
  readonly idMember: string
  readonly idOf: (wire: Wire) => string
  /** Organisation number of whom it belongs to. */
  readonly organisationOf: (wire: Wire) => string
  readonly statusOf: (wire: Wire) => string
}

export const organisationForm: EntityForm<OrganisationWire, Organisation> = {
  schema: organisationSchema,
  check: checkOrganisation,
  build: buildOrganisation,
  idMember: 'organisation_number',
  idOf: (wire) => wire.organisation_number,
  organisationOf: (wire) => wire.organisation_number,
  statusOf: (wire) => wire.status,
}

export const apiForm: EntityForm<ApiWire, Api> = {
  schema: apiSchema,
  check: checkApi,
  build: buildApi,
  idMember: 'resource',
  idOf: (wire) => wire.resource,
  organisationOf: (wire) => wire.owner,
  statusOf: (wire) => wire.status,
}

export const clientForm: EntityForm<ClientWire, Client> = {
  schema: clientSchema,
  check: checkClient,
  build: buildClient,
  idMember: 'client_id',
  idOf: (wire) => wire.client_id,
  organisationOf: (wire) => wire.organisation,
  statusOf: (wire) => wire.status,
}

export const delegationForm: EntityForm<DelegationWire, Delegation> = {
  schema: delegationSchema,
  check: checkDelegation,
  build: buildDelegation,
  idMember: 'from',
  idOf: (wire) => delegationId(wire.from, wire.to),
  organisationOf: (wire) => wire.from,
  statusOf: (wire) => wire.status,
}

/** The form of each kind's document. */
export const entitySchemas = {
  organisation: organisationSchema,
  api: apiSchema,
  client: clientSchema,
  delegation: delegationSchema,
} as const
