import type { Transaction } from 'kysely'
import type { Database } from '#src/store/database.ts'
import type { Seal } from '#src/store/seal.ts'
import type { Tables } from '#src/store/tables/tables.ts'
import type { KeptKey } from './key-ring.ts'
import type { Rotation } from './plan-rotation.ts'
import { makeSigningKey, type SigningKey, signingAlgorithms } from './signing-keys.ts'

const recordKind = 'signing-key'

/** A rotation with the key that it needs, made before the transaction: RSA takes its time. */
export interface PreparedRotation extends Rotation {
  readonly made?: KeptKey
}

/** The signing keys in the durable database, encrypted with the store key. */
export class SigningKeyStore {
  readonly #database: Database
  readonly #seal: Seal

  constructor(parts: { readonly database: Database; readonly seal: Seal }) {
    this.#database = parts.database
    this.#seal = parts.seal
  }

  /** @throws {StoreUnavailable} {Error} for a key that was sealed with another store key. */
  async load(): Promise<readonly KeptKey[]> {
    const rows = await this.#database.query.selectFrom('signing_key').selectAll().execute()
    return rows.map(({ kid, sealed, sequence, created_at, active_at, withdrawn_at }) => ({
      // Written by this class alone; the seal proves it.
      key: this.#seal.open(`${recordKind}:${kid}`, Buffer.from(sealed, 'base64url')) as SigningKey,
      sequence: Number(sequence),
      createdAt: Number(created_at),
      activeAt: Number(active_at),
      ...(withdrawn_at === null ? {} : { withdrawnAt: Number(withdrawn_at) }),
    }))
  }

  /** Makes the first keys at the very first start; of several nodes that do so at once all get the same. */
  async ensure(now: number): Promise<readonly KeptKey[]> {
    const known = await this.load()
    const missing = signingAlgorithms.filter((alg) => !known.some(({ key }) => key.alg === alg))
    if (missing.length === 0) return known
    for (const alg of missing) {
      const made = { key: await makeSigningKey(alg), sequence: 1, createdAt: now, activeAt: now }
      await this.#database.write((transaction) => this.#insert(transaction, made))
    }
    return this.load()
  }

  async prepare(rotation: Rotation, now: number): Promise<PreparedRotation> {
    const { make, alg } = rotation
    return make === undefined
      ? rotation
      : { ...rotation, made: { key: await makeSigningKey(alg), createdAt: now, ...make } }
  }

  /** @returns false when another was faster: then nothing is written. */
  async write(transaction: Transaction<Tables>, rotation: PreparedRotation, now: number): Promise<boolean> {
    const { made, activate, withdraw } = rotation
    if (made !== undefined && !(await this.#insert(transaction, made))) return false
    if (activate !== undefined) {
      const { kid } = activate.key
      await transaction
        .updateTable('signing_key')
        .set({ active_at: now })
        .where('kid', '=', kid)
        .where('active_at', '>', now)
        .execute()
    }
    if (withdraw !== undefined) {
      const { kid } = withdraw.key
      await transaction.updateTable('signing_key').set({ withdrawn_at: now }).where('kid', '=', kid).execute()
    }
    return made !== undefined || activate !== undefined || withdraw !== undefined
  }

  async #insert(transaction: Transaction<Tables>, { key, sequence, createdAt, activeAt }: KeptKey): Promise<boolean> {
    const { kid, alg } = key
    const sealed = Buffer.from(this.#seal.seal(`${recordKind}:${kid}`, key)).toString('base64url')
    const result = await transaction
      .insertInto('signing_key')
      .values({ alg, sequence, kid, sealed, created_at: createdAt, active_at: activeAt, withdrawn_at: null })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    return result.numInsertedOrUpdatedRows === 1n
  }
}
