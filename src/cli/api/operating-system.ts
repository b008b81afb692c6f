import { hostname, userInfo } from 'node:os'

/** Who runs the command, for the record. What can't stand in a header is left out letter by letter. */
export function operatingSystem(): { readonly user: string; readonly host: string } {
  const clean = (text: string) => text.replace(/[^\w.@-]/g, '_').slice(0, 100) || 'unknown'
  return { user: clean(userName()), host: clean(hostname()) }
}

function userName(): string {
  try {
    return userInfo().username
  } catch {
    // A container whose user has no name.
    return `uid-${process.getuid?.() ?? 'unknown'}`
  }
}
