/** Everything that the audit trail tells of: a closed list, so that a search by event finds all there is. */
export const auditEvents = [
  'login.completed',
  'login.refused',
  'login.cancelled',
  'code.issued',
  'request.refused',
  'token.issued',
  'token.refused',
  'grant.revoked',
  'token.revoked',
  'session.ended',
  'logout.notice',
  'registry.changed',
  'key.changed',
  'administrator.changed',
  'api_key.changed',
  'operator.command',
  'userinfo.answered',
  'refusals.counted',
  'exception.used',
] as const

export type AuditEvent = (typeof auditEvents)[number]
