const shownCharacters = 24

/** Enough of a key id to know it by, for a line of log: its owner has chosen it, and it may be long. */
export function shownKeyId(kid: string): string {
  return kid.length > shownCharacters ? `${kid.slice(0, shownCharacters)}…` : kid
}
