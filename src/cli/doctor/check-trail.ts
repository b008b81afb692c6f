import { readAnchor } from '#src/audit/anchor.ts'
import type { BrokerParts } from '../offline/open-broker-parts.ts'
import { bad, type Finding, ok } from './finding.ts'

const check = 'audit trail'
const todo = 'run tillit audit verify, and compare with the last backup'

/** Whether the end of the chain is where it was noted: a glance. `tillit audit verify` reads all of it. @throws {StoreUnavailable} */
export async function checkTrail({ database, store, seal }: BrokerParts): Promise<Finding> {
  const anchor = await readAnchor({ store, seal })
  const head = await database.query.selectFrom('audit_head').select(['seq', 'mac']).executeTakeFirst()
  if (head === undefined) return bad(check, 'the end of the chain is not there', todo)
  if (head.seq === 0) return anchor === undefined ? ok(check, 'empty') : bad(check, 'the records are gone', todo)
  const macOf = async (seq: number) => {
    const query = database.query.selectFrom('audit_record').select('mac').where('seq', '=', seq)
    return (await query.executeTakeFirst())?.mac
  }
  if ((await macOf(head.seq)) !== head.mac) return bad(check, `record ${head.seq} is not the end of the chain`, todo)
  if (anchor !== undefined && (await macOf(anchor.seq)) !== anchor.mac) {
    return bad(check, `record ${anchor.seq} is not as it was noted`, todo)
  }
  return ok(check, `${head.seq} records, the end as noted`)
}
