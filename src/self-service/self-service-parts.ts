import type { AdminParts } from '#src/admin/admin-parts.ts'
import type { OwnResourceParts } from '#src/authorization-server/own-resource.ts'

/** What the self-service API works on. */
export interface SelfServiceParts extends AdminParts, OwnResourceParts {}
