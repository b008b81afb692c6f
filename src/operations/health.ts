import type { Route } from '#src/http/router.ts'

/** A store or database. */
interface Checked {
  /** @throws {StoreUnavailable} */
  check(): Promise<void>
}

/**
 * `/health/live`: the process runs. `/health/ready`: it can serve, that is, everything that it keeps state in answers and takes writes.
 * A load balancer takes a node out on 503; an orchestrator restarts one that is not alive.
 */
export function healthRoutes(parts: {
  readonly checks: readonly Checked[]
  readonly isDraining: () => boolean
  /** Told beside the status. */
  readonly details: () => Readonly<Record<string, unknown>>
}): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/health/live',
      handle: (ctx) => {
        ctx.body = { status: 'live' }
      },
    },
    {
      method: 'GET',
      path: '/health/ready',
      handle: async (ctx) => {
        ctx.set('cache-control', 'no-store')
        // Throws StoreUnavailable, which the boundary answers with 503.
        if (!parts.isDraining()) await Promise.all(parts.checks.map((checked) => checked.check()))
        ctx.status = parts.isDraining() ? 503 : 200
        ctx.body = { status: parts.isDraining() ? 'draining' : 'ready', ...parts.details() }
      },
    },
  ]
}
