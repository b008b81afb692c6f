import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AnchorKeeper, readAnchor } from '#src/audit/anchor.ts'
import { Chain } from '#src/audit/chain.ts'
import { PersonSeal } from '#src/audit/person-seal.ts'
import { AuditTrail } from '#src/audit/trail.ts'
import { type Break, type Verdict, verifyTrail } from '#src/audit/verify.ts'
import { systemClock } from '#src/operations/clock.ts'
import { createLog } from '#src/operations/log.ts'
import { openDatabase } from '#src/store/open-database.ts'
import { openStore } from '#src/store/open-store.ts'
import { Seal } from '#src/store/seal.ts'
import { inDatabase } from '../support/audit.ts'

/** More than one page of the reader. */
const records = 1205
const storeKey = new Uint8Array(32).fill(7)
const seal = new Seal(storeKey)
const now = () => systemClock.nowMilliseconds()

let whole = ''
const folders: string[] = []

beforeAll(async () => {
  whole = mkdtempSync(join(tmpdir(), 'tillit-audit-'))
  const database = await openDatabase({ dataDir: whole, nowMilliseconds: now })
  const store = await openStore({ dataDir: whole, now })
  const trail = new AuditTrail({
    database,
    chain: new Chain(storeKey),
    persons: new PersonSeal(seal),
    clock: systemClock,
  })
  const log = createLog({ level: 'silent' })
  const anchors = await AnchorKeeper.start({ store, seal, database, log, head: () => trail.head })
  const actor = { kind: 'client', id: 'epj' } as const
  const append = (n: number) =>
    trail.append({ event: 'token.issued', outcome: 'done', actor, clientId: `client-${n}`, pid: '07918449935' })
  await Promise.all(Array.from({ length: records - 5 }, (_, n) => append(n)))
  await anchors?.close()
  // After the end was noted.
  for (let n = 0; n < 5; n += 1) await append(n)
  await trail.close()
  await Promise.all([database.close(), store.close()])
})

afterAll(() => {
  for (const folder of [whole, ...folders]) rmSync(folder, { recursive: true, force: true })
})

/** The verdict on a copy, after somebody with the database and without the key was at it. */
async function verdictAfter(...statements: readonly string[]): Promise<Verdict> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tillit-audit-'))
  folders.push(dataDir)
  cpSync(whole, dataDir, { recursive: true })
  inDatabase(dataDir, (database) => {
    for (const statement of statements) database.exec(statement)
  })
  const store = await openStore({ dataDir, now })
  const database = await openDatabase({ dataDir, nowMilliseconds: now })
  try {
    return await verifyTrail({ database, chain: new Chain(storeKey), anchor: await readAnchor({ store, seal }) })
  } finally {
    await Promise.all([database.close(), store.close()])
  }
}

const headAt = (seq: number) =>
  `UPDATE audit_head SET seq = ${seq}, mac = (SELECT mac FROM audit_record WHERE seq = ${seq})`
const shift = 1_000_000

const attacks: readonly { readonly name: string; readonly sql: readonly string[]; readonly expected: Break }[] = [
  {
    name: 'one byte of a record is flipped',
    sql: [`UPDATE audit_record SET record = replace(record, 'client-41"', 'client-4X"') WHERE seq = 42`],
    expected: { seq: 42, problem: 'changed' },
  },
  {
    name: 'one byte of a MAC is flipped',
    sql: [
      `UPDATE audit_record SET mac = (CASE substr(mac, 1, 1) WHEN 'A' THEN 'B' ELSE 'A' END) || substr(mac, 2) WHERE seq = 1100`,
    ],
    expected: { seq: 1100, problem: 'changed' },
  },
  {
    name: 'a space is put into a record',
    sql: [`UPDATE audit_record SET record = record || ' ' WHERE seq = 7`],
    expected: { seq: 7, problem: 'changed' },
  },
  {
    name: 'a record is no JSON any more',
    sql: [`UPDATE audit_record SET record = '{' WHERE seq = 1`],
    expected: { seq: 1, problem: 'changed' },
  },
  {
    name: 'the first record is taken out',
    sql: ['DELETE FROM audit_record WHERE seq = 1'],
    expected: { seq: 1, problem: 'missing' },
  },
  {
    name: 'a record in the middle is taken out',
    sql: ['DELETE FROM audit_record WHERE seq = 500'],
    expected: { seq: 500, problem: 'missing' },
  },
  {
    name: 'a record is taken out and the later ones are numbered anew',
    sql: [
      'DELETE FROM audit_record WHERE seq = 500',
      `UPDATE audit_record SET seq = seq + ${shift} WHERE seq > 500`,
      `UPDATE audit_record SET seq = seq - ${shift} - 1 WHERE seq > 500`,
    ],
    expected: { seq: 500, problem: 'changed' },
  },
  {
    name: 'two records change places',
    sql: [
      `UPDATE audit_record SET seq = ${shift} WHERE seq = 10`,
      'UPDATE audit_record SET seq = 10 WHERE seq = 11',
      `UPDATE audit_record SET seq = 11 WHERE seq = ${shift}`,
    ],
    expected: { seq: 10, problem: 'changed' },
  },
  {
    name: 'a record is hidden from searches by its column',
    sql: [`UPDATE audit_record SET client_id = 'nobody' WHERE seq = 12`],
    expected: { seq: 12, problem: 'column changed' },
  },
  {
    name: 'a record is hidden from searches by its time',
    sql: ['UPDATE audit_record SET at = 0 WHERE seq = 13'],
    expected: { seq: 13, problem: 'column changed' },
  },
  {
    name: 'a copy of a record is put at the end',
    sql: [
      `INSERT INTO audit_record SELECT ${records + 1}, at, event, client_id, organisation, person, reference, record, mac
       FROM audit_record WHERE seq = 3`,
      headAt(records + 1),
    ],
    expected: { seq: records + 1, problem: 'changed' },
  },
  {
    name: 'the end is cut off',
    sql: [`DELETE FROM audit_record WHERE seq > ${records - 2}`],
    expected: { seq: records - 1, problem: 'end changed' },
  },
  {
    name: 'the end is cut off before what was noted, and the head is put back',
    sql: [headAt(900), 'DELETE FROM audit_record WHERE seq > 900'],
    expected: { seq: 901, problem: 'cut off' },
  },
  {
    name: 'everything is emptied',
    sql: ['DELETE FROM audit_record', `UPDATE audit_head SET seq = 0, mac = ''`],
    expected: { seq: 1, problem: 'cut off' },
  },
  {
    name: 'the head is taken out',
    sql: ['DELETE FROM audit_head'],
    expected: { seq: 1, problem: 'end changed' },
  },
]

describe('verifying the audit trail (design section 8, decision 56)', () => {
  it('finds nothing wrong with a whole one', async () => {
    expect(await verdictAfter()).toEqual({ records, anchored: records - 5 })
  })

  for (const { name, sql, expected } of attacks) {
    it(`names the record when ${name}`, async () => {
      expect((await verdictAfter(...sql)).firstBreak).toEqual(expected)
    })
  }

  it('can not see that records after the last noted end were cut off, and says up to where it can', async () => {
    const end = records - 3
    const verdict = await verdictAfter(headAt(end), `DELETE FROM audit_record WHERE seq > ${end}`)
    expect(verdict).toEqual({ records: end, anchored: records - 5 })
  })
})
