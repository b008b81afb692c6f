import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'
import type { UnplacedRecord } from './build-record.ts'
import { canonicalJson } from './canonical-json.ts'
import type { AuditRecord } from './record.ts'

/** The end of the chain. Before the first record: 0 and an empty MAC. */
export interface ChainHead {
  readonly seq: number
  /** Base64url. */
  readonly mac: string
}

/** A record in its place. */
export interface Link extends ChainHead {
  readonly record: AuditRecord
  /** The record as the MAC is made over it. */
  readonly text: string
}

/**
 * Each record's MAC is made over the one before it, so that none can be changed, taken out, put in or moved without the
 * store key. A plain hash would do for accidents; with the database alone anybody could compute a new chain of them.
 */
export class Chain {
  readonly #key: KeyObject

  /** @param storeKey 32 random bytes, the same on every node. */
  constructor(storeKey: Uint8Array) {
    this.#key = createSecretKey(Buffer.from(hkdfSync('sha256', storeKey, '', 'tillit audit chain', 32)))
  }

  add(head: ChainHead, record: UnplacedRecord): Link {
    const seq = head.seq + 1
    const placed = { ...record, seq }
    const text = canonicalJson(placed)
    return { seq, record: placed, text, mac: this.mac(head.mac, text) }
  }

  /** HMAC-SHA-256 over the previous MAC and the record's text. A MAC has no line break in it: the two can't run together. */
  mac(previous: string, text: string): string {
    return createHmac('sha256', this.#key).update(`${previous}\n${text}`).digest('base64url')
  }
}
