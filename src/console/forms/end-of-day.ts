/** A day of a form as the moment at which it is over, by UTC. @returns undefined for a field that was left empty. */
export function endOfDay(day: string | undefined): string | undefined {
  const text = day?.trim() ?? ''
  return text === '' ? undefined : `${text}T23:59:59Z`
}
