import type { BrokerError } from '#src/http/broker-error.ts'
import type { OperationKey } from '../call/operations-by-key.ts'
import type { Question } from '../call/signed-in.ts'
import type { Done } from '../texts/done-texts.ts'
import type { Block } from '../view/block.ts'
import type { PageContent } from '../view/page-content.ts'

/** What a posted form is about to do. It is planned, asked a reason for, and done, by `perform-intent.ts`. */
export interface Intent {
  /** Heading of the page that asks for the reason. */
  readonly title: string
  readonly key: OperationKey
  readonly question: Question
  /** Whether the operation tells its plan with `?dry_run=true`. */
  readonly hasPlan: boolean
  /** What it does in words, above the plan. */
  readonly summary: readonly Block[]
  /** Words of the button that does it. */
  readonly button: string
  readonly isDangerous?: boolean
  readonly done: Done
  readonly backTo: string
  /** The form once more, with what is wrong beside its fields. */
  readonly again: (refused: BrokerError) => Promise<PageContent>
  /** Somebody else was first: both versions, and the ETag to go on with. Absent: `again` tells it. */
  readonly conflict?: () => Promise<{ readonly etag: string; readonly blocks: readonly Block[] }>
}
