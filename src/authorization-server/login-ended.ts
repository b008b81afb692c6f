import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import { grantEnded } from './end-grant.ts'
import { sessionEnded } from './sessions.ts'

/** Whether the grant or the browser session that something rests on has ended, anywhere. @throws {StoreUnavailable} */
export async function hasLoginEnded(
  unit: UnitOfWork,
  { grantId, sessionUid }: { readonly grantId: string; readonly sessionUid: string },
): Promise<boolean> {
  const ends = await unit.getMany([
    { kind: grantEnded, id: grantId },
    { kind: sessionEnded, id: sessionUid },
  ])
  return ends.some((end) => end !== undefined)
}
