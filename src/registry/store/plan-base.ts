import type { Registry } from '../registry.ts'
import type { Documents } from './documents.ts'

/** The registry that a change is judged against: its documents, and the same to ask. */
export interface PlanBase {
  readonly documents: Documents
  readonly registry: Registry
}
