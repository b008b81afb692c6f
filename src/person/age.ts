/** A calendar date as `YYYY-MM-DD`, which compares as text. */
export type CalendarDate = string

const osloCalendar = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Oslo',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})

/** The date in Norway at this moment, summer time included. @param epochSeconds seconds since the epoch. */
export function osloDateAt(epochSeconds: number): CalendarDate {
  const part = new Map(osloCalendar.formatToParts(epochSeconds * 1000).map(({ type, value }) => [type, value]))
  return `${part.get('year')}-${part.get('month')}-${part.get('day')}`
}

/**
 * Full years on a date. Somebody born on 29 February has a birthday on 1 March in a year without that day, which is the
 * stricter of the two ways to count.
 */
export function ageOn(birthDate: CalendarDate, today: CalendarDate): number {
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years
}

/** Whether somebody is old enough for a service today. An age that nobody knows is never taken for enough. */
export function checkAge(
  birthDate: CalendarDate | undefined,
  minimumAge: number | undefined,
  epochSeconds: number,
): 'too_young' | 'age_unknown' | undefined {
  if (minimumAge === undefined || minimumAge === 0) return undefined
  if (birthDate === undefined) return 'age_unknown'
  return ageOn(birthDate, osloDateAt(epochSeconds)) < minimumAge ? 'too_young' : undefined
}
