import type { EntityRef } from '../entity-kind.ts'

/** One thing that is wrong with a change, or that it would break elsewhere. */
export interface ChangeProblem extends EntityRef {
  /** JSON Pointer (RFC 6901) into the entity's document; empty for the whole of it. */
  readonly pointer: string
  readonly found: string
  readonly allowed: string
}

/** The change is refused, with everything that is wrong. Nothing of it has been applied. */
export class ChangeRefused extends Error {
  override readonly name = 'ChangeRefused'
  readonly problems: readonly ChangeProblem[]

  constructor(problems: readonly ChangeProblem[]) {
    const lines = problems.map(({ kind, id, pointer, found, allowed }) => {
      return `  ${kind} ${id} ${pointer}: found ${found}, allowed ${allowed}`
    })
    super(`the change of the registry is refused:\n${lines.join('\n')}`)
    this.problems = problems
  }
}

/** Somebody else was first: these are no longer as the author has seen them. Nothing has been applied. */
export class RegistryConflict extends Error {
  override readonly name = 'RegistryConflict'
  /** `revision`: as it is now; 0 when it is not there. */
  readonly conflicts: readonly (EntityRef & { readonly revision: number })[]

  constructor(conflicts: readonly (EntityRef & { readonly revision: number })[]) {
    super(`changed by somebody else: ${conflicts.map(({ kind, id }) => `${kind} ${id}`).join(', ')}`)
    this.conflicts = conflicts
  }
}

/** The change is right in itself, and not the author's to make. Nothing of it has been applied. */
export class ChangeForbidden extends Error {
  override readonly name = 'ChangeForbidden'
  readonly problems: readonly ChangeProblem[]

  constructor(problems: readonly ChangeProblem[]) {
    super('the change is not the author’s to make')
    this.problems = problems
  }
}
