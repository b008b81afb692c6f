import { z } from 'zod'
import type { Config } from '#config/schema.ts'
import { systemClock } from '#src/operations/clock.ts'
import { type SentAnswer, send } from '../api/send.ts'
import { CommandFailed } from '../command-failed.ts'
import { bad, type Finding, ok, warn } from './finding.ts'

const metadataSchema = z.object({ issuer: z.string() })
const readySchema = z.looseObject({ registry: z.object({ revision: z.int(), status: z.string() }) })
/** Seconds. Assertions may be ten seconds early, and no more. */
const skewSeconds = { worth: 3, most: 10 }

/**
 * Whether the broker answers at its own address, is in step with the store, and has the same time as this machine.
 * @param revision of the store, if it could be read.
 */
export async function checkBroker({ issuer }: Config, revision: number | undefined): Promise<readonly Finding[]> {
  try {
    const answer = await send(`${issuer}/.well-known/openid-configuration`, { method: 'GET' })
    const metadata = metadataSchema.safeParse(answer.body)
    if (metadata.data?.issuer !== issuer) {
      return [
        bad('broker', `${issuer} is answered by another (status ${answer.status})`, 'look at the proxy in front of it'),
      ]
    }
    const ready = await send(`${issuer}/health/ready`, { method: 'GET' })
    return [ok('broker', `${issuer} answers`), checkRevision(ready, revision), checkClock(answer.headers.get('date'))]
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error
    return [warn('broker', `${issuer} does not answer`, 'start it: npm run serve; or look at its log')]
  }
}

function checkRevision({ status, body }: SentAnswer, revision: number | undefined): Finding {
  const registry = readySchema.safeParse(body).data?.registry
  if (status !== 200 || registry === undefined) {
    return bad('readiness', `the broker is not ready (status ${status})`, 'look at its log: a store is away')
  }
  if (registry.status !== 'current') {
    return bad(
      'registry',
      `the broker serves revision ${registry.revision}, which is ${registry.status}`,
      'see that it reaches its database',
    )
  }
  if (revision === undefined || revision <= registry.revision) return ok('registry', `revision ${registry.revision}`)
  const text = `the broker serves revision ${registry.revision}, the store has ${revision}`
  return warn('registry', text, 'run doctor again: if it stays so, the broker uses another database')
}

function checkClock(date: string | null): Finding {
  const theirs = Date.parse(date ?? '')
  if (Number.isNaN(theirs)) return warn('clock', 'the broker tells no time', 'a proxy takes its Date away')
  const seconds = Math.abs(Math.round((systemClock.nowMilliseconds() - theirs) / 1000))
  const text = `${seconds} s between this machine and the broker`
  const todo = 'let both follow the same time servers'
  if (seconds > skewSeconds.most) return bad('clock', text, todo)
  return seconds > skewSeconds.worth ? warn('clock', text, todo) : ok('clock', text)
}
