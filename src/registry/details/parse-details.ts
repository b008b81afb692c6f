import type { z } from 'zod'
import { isOrganisationNumber } from '../checks/organisation-number.ts'
import type { Refused } from '../refused.ts'
import type { Details, Located, OrganisationNames } from './details.ts'
import { attestSchema, authorizationSchema, journalSchema, parentSystem } from './details-schemas.ts'
import { refuseDetails } from './hid-code.ts'
import { readOrganisations } from './read-organisations.ts'

type Parsed<T> = { readonly kind: 'parsed'; readonly value: T } | Refused

/** The claim's newer name and its older one. One JWT holds one of them. */
const claimNames = ['assertion_details', 'authorization_details'] as const

/** More structures than there are types can't be right. */
const mostStructures = 10

/**
 * Reads what a client says about whom it acts for, in every shape that real clients send: an array, a single object, or
 * either of them as a string of JSON.
 *
 * @param claims of a JWT whose signature was verified.
 */
export function parseDetails(claims: Readonly<Record<string, unknown>>): Parsed<Details> {
  const [name, second] = claimNames.filter((candidate) => claims[candidate] !== undefined)
  if (name === undefined) return { kind: 'parsed', value: {} }
  if (second !== undefined) return refuseDetails('details_doubled', `/${second}`, `${name} stands beside it in one JWT`)
  const list = readList(claims[name], `/${name}`)
  if (list.kind === 'refused') return list
  let details: Details = {}
  for (const { value, pointer } of list.value) {
    const read = readStructure(value, pointer)
    if (read.kind === 'refused') return read
    const [structure = ''] = Object.keys(read.value)
    if (Object.hasOwn(details, structure)) return refuseDetails('details_malformed', pointer, 'a type twice')
    details = { ...details, ...read.value }
  }
  return { kind: 'parsed', value: details }
}

function readList(claim: unknown, pointer: string): Parsed<readonly Located<object>[]> {
  const value = typeof claim === 'string' ? parseJson(claim) : claim
  const items = Array.isArray(value)
    ? value.map((item: unknown, i) => ({ item, at: `${pointer}/${i}` }))
    : [{ item: value, at: pointer }]
  if (items.length > mostStructures) return refuseDetails('details_malformed', pointer, 'too many structures')
  const located: Located<object>[] = []
  for (const { item, at } of items) {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) {
      return refuseDetails('details_malformed', at, 'not a JSON object')
    }
    located.push({ value: item, pointer: at })
  }
  return { kind: 'parsed', value: located }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Refused by the caller, like any other value that is no object.
    return undefined
  }
}

function readStructure(value: object, pointer: string): Parsed<Details> {
  const type: unknown = Reflect.get(value, 'type')
  if (type === 'helseid_authorization') return readOrganisation(value, pointer)
  if (type === 'nhn:sfm:journal-id') {
    return then(check(journalSchema, value, pointer), ({ value: { journal_id } }) =>
      parsed({ journalId: { value: journal_id, pointer: `${pointer}/value/journal_id` } }),
    )
  }
  if (type === 'nhn:tillitsrammeverk:parameters') {
    return then(check(attestSchema, value, pointer), ({ type: _, ...attest }) => {
      const wrong = readOrganisations(attest, pointer).find((named) => !isOrganisationNumber(named.value))
      return wrong === undefined ? parsed({ attest: { value: attest, pointer } }) : notANumber(wrong.pointer)
    })
  }
  const allowed = 'helseid_authorization, nhn:sfm:journal-id or nhn:tillitsrammeverk:parameters'
  return refuseDetails('details_malformed', `${pointer}/type`, `the type must be ${allowed}`)
}

function readOrganisation(value: object, pointer: string): Parsed<Details> {
  return then(check(authorizationSchema, value, pointer), ({ practitioner_role: { organization } }) => {
    const { system, value: name } = organization.identifier
    const at = `${pointer}/practitioner_role/organization/identifier/value`
    const names = system === parentSystem ? readParentAndChild(name) : { child: name }
    if (names === undefined) return refuseDetails('details_malformed', at, 'not NO:ORGNR:parent:child')
    const numbers = [names.parent, names.child].filter((number) => number !== undefined)
    if (!numbers.every(isOrganisationNumber)) return notANumber(at)
    return parsed({ organisation: { value: names, pointer: at } })
  })
}

/** `NO:ORGNR:p:c`, `NO:ORGNR:p:` and `NO:ORGNR:p`: all three are sent. */
function readParentAndChild(name: string): OrganisationNames | undefined {
  const [country, register, parent, child = '', ...rest] = name.split(':')
  if (country !== 'NO' || register !== 'ORGNR' || parent === undefined || rest.length > 0) return undefined
  return child === '' ? { parent } : { parent, child }
}

function notANumber(pointer: string): Refused {
  return refuseDetails('organisation_number_invalid', pointer, 'nine digits with a right check digit are needed')
}

function check<T>(schema: z.ZodType<T>, value: object, pointer: string): Parsed<T> {
  const result = schema.safeParse(value)
  if (result.success) return parsed(result.data)
  const [issue] = result.error.issues
  const path = issue?.path.map((step) => `/${String(step)}`).join('') ?? ''
  const what = issue?.code === 'unrecognized_keys' ? 'an unknown member' : 'missing, or not of the right form'
  return refuseDetails('details_malformed', `${pointer}${path}`, what)
}

function parsed<T>(value: T): Parsed<T> {
  return { kind: 'parsed', value }
}

function then<T, U>(before: Parsed<T>, next: (value: T) => Parsed<U>): Parsed<U> {
  return before.kind === 'refused' ? before : next(before.value)
}
