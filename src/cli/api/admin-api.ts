/** What a command may need of the admin API; each command asks for no more than it uses. */
export type Right = 'registry.read' | 'registry.write' | 'audit.read' | 'operations'

export interface AdminRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below `/admin/api/v1`, percent-encoded. */
  readonly path: string
  readonly query?: Readonly<Record<string, string | undefined>>
  readonly body?: unknown
  /** Why, for what changes something. */
  readonly reason?: string
  readonly ifMatch?: string
  /** The entity must not be there yet. */
  readonly isNew?: boolean
  /** It may take long, and rightly so. */
  readonly isLong?: boolean
}

export interface AdminAnswer {
  readonly status: number
  /** JSON that was read, or undefined. */
  readonly body: unknown
  readonly etag?: string
}

/** The admin API as the commands use it: of a running broker, or of the embedded store in this process. */
export interface AdminApi {
  /** @throws {AdminRefused} with everything that the API says is wrong. {CommandFailed} when it doesn't answer. */
  call(request: AdminRequest): Promise<AdminAnswer>
  /** An answer in JSON Lines, as text that may be cut anywhere. @throws as {@link call}. */
  stream(request: AdminRequest): Promise<AsyncIterable<string>>
}
