import type { Block } from './block.ts'
import type { Pieces } from './pieces.ts'

/** Everything that one page of the console shows within its frame. */
export interface PageContent {
  readonly title: string
  /** What kind of thing it is about, small above the heading. */
  readonly over?: string
  readonly tags?: Pieces
  readonly trail?: readonly { readonly text: string; readonly href: string }[]
  /** Views of one thing, each its own address. */
  readonly tabs?: readonly { readonly text: string; readonly href: string; readonly isCurrent: boolean }[]
  readonly blocks: readonly Block[]
  readonly status?: number
}
