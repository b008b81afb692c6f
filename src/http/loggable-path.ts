/** A segment as long as our random ids (21 characters and more); the two of our own addresses that are as long are none. */
const idSegment = /\/(?!(?:openid-configuration|oauth-authorization-server)(?:\/|$))[\w-]{20,}/g

/** Longest path that a log line holds; ours are far shorter. */
const longestPath = 200

/** A path without ids, which may lead to a login that is under way. The query never reaches a log. */
export function loggablePath(path: string): string {
  return path.replace(idSegment, '/…').slice(0, longestPath)
}
