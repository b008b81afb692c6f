import type { Expected } from '../support/attack-bench.ts'
import type { TestClientId } from '../support/broker.ts'
import {
  attest, authorization, bolgen, bolgenChild, journal, multiTenant, nordfjell, nordfjellChild, singleTenant, stranger,
  supplier, unregistered,
} from '../support/details.ts' // biome-ignore format: a long list of names

/** One way to ask for an organisation that a client may not have. */
export interface OrganisationRow {
  readonly name: string
  readonly source: string
  readonly client: TestClientId
  /** Claims of the client assertion. */
  readonly claims: Record<string, unknown>
  readonly expected: Expected
  /** HelseID's code. */
  readonly code: string
  /** JSON pointer at the end of the description. */
  readonly pointer: string
}

const denied: Expected = { status: 400, error: 'access_denied' }
const invalid: Expected = { status: 400, error: 'invalid_request' }
const value = '/practitioner_role/organization/identifier/value'
const at = (path = value) => `/assertion_details/0${path}`
type Rest = Partial<Pick<OrganisationRow, 'client' | 'source' | 'pointer' | 'expected' | 'claims'>>

/** A row about one structure, in the array that the libraries send. */
function row(code: string, name: string, detail: unknown, rest: Rest = {}): OrganisationRow {
  const isForm = ['HID-1004', 'HID-1007'].includes(code)
  return {
    name,
    source: 'HelseID, organisasjonsnumre',
    client: 'skyjournal',
    claims: { assertion_details: [detail] },
    expected: isForm ? invalid : denied,
    code,
    pointer: at(),
    ...rest,
  }
}
const single: Rest = { client: 'epj-nordfjell' }
const machine: Rest = { client: 'integrasjon-nordfjell' }
const structure = (pointer: string): Rest => ({ pointer: at(pointer), source: 'HelseID, HID-1007' })
const framework = (pointer: string, rest: Rest = {}): Rest => ({
  ...rest,
  pointer: `${rest.pointer ?? '/assertion_details/0'}${pointer}`,
  source: 'HelseID, profil for tillitsrammeverk',
})
const good = multiTenant(nordfjell)
const both = (second: unknown): Rest => ({
  claims: { assertion_details: [good, second] },
  pointer: '/assertion_details/1',
})
const { practitioner, ...attestRest } = attest(nordfjell, nordfjell)
const identifier = (members: Record<string, unknown>) =>
  authorization({ system: 'urn:oid:1.0.6523', type: 'ENH', value: `NO:ORGNR:${nordfjell}:`, ...members })

// biome-ignore format: a table is read by its rows
export const organisationRows: readonly OrganisationRow[] = [
  row('HID-1001', 'a parent that has delegated nothing', multiTenant(stranger)),
  row('HID-1001', 'a parent that is not registered', multiTenant(unregistered)),
  row('HID-1001', 'a sub-unit in the place of the parent', multiTenant(nordfjellChild)),
  row('HID-1001', 'the supplier itself', multiTenant(supplier)),
  row('HID-1001', 'a stranger with the child of another', multiTenant(stranger, nordfjellChild)),
  row('HID-1001', 'an attestation for another legal entity', attest(bolgen, nordfjell),
    framework('/practitioner/legal_entity/id', { ...both(attest(bolgen, nordfjell)) })),
  row('HID-1001', 'an attestation for nobody that the client acts for', attest(nordfjell, nordfjell), framework('/practitioner/legal_entity/id')),
  row('HID-1001', 'a single-tenant client with an attestation for a stranger', attest(stranger, stranger), framework('/practitioner/legal_entity/id', single)),
  row('HID-1002', 'a single-tenant client with a child that is not on its list', singleTenant(bolgenChild), single),
  row('HID-1002', 'a single-tenant client with the main unit as child', singleTenant(nordfjell), single),
  row('HID-1002', 'a child that is not registered', singleTenant(unregistered), single),
  row('HID-1002', 'a point of care of another organisation', attest(nordfjell, bolgenChild),
    framework('/practitioner/point_of_care/id', { ...both(attest(nordfjell, bolgenChild)) })),
  row('HID-1002', "a patient's point of care of another organisation", {},
    framework('/patients/0/point_of_care/id', { ...both(attest(nordfjell, nordfjell, [{ point_of_care: { id: stranger, system: 'urn:oid:2.16.578.1.12.4.1.4.101' } }])) })),
  row('HID-1003', 'a child of another parent', multiTenant(nordfjell, bolgenChild)),
  row('HID-1003', 'a child that is not registered', multiTenant(nordfjell, unregistered)),
  row('HID-1003', 'the parent as its own child', multiTenant(nordfjell, nordfjell)),
  row('HID-1004', 'eight digits', multiTenant('99997777')),
  row('HID-1004', 'ten digits', multiTenant('9999777740')),
  row('HID-1004', 'a wrong check digit', multiTenant('999977775')),
  row('HID-1004', 'a wrong check digit of the child', multiTenant(nordfjell, '310000133')),
  row('HID-1004', 'a space', multiTenant(' 999977774')),
  row('HID-1004', 'Arabic digits', multiTenant('٩٩٩٩٧٧٧٧٤')),
  row('HID-1004', 'no number at all', multiTenant('')),
  row('HID-1004', 'a single-tenant client with letters', singleTenant('99997777A'), single),
  row('HID-1004', 'a wrong check digit in an attestation', attest('999977775', nordfjell), framework('/practitioner/legal_entity/id')),
  row('HID-1005', 'a single-tenant client that names its own parent', multiTenant(nordfjell), single),
  row('HID-1005', 'a single-tenant client that names another parent', multiTenant(bolgen), single),
  row('HID-1005', 'a single-tenant client with parent and child', multiTenant(nordfjell, nordfjellChild), single),
  row('HID-1006', 'a single-tenant client without children', singleTenant(nordfjellChild), machine),
  row('HID-1007', 'a multi-tenant client with a child alone', singleTenant(nordfjellChild)),
  row('HID-1007', 'another country', identifier({ value: `SE:ORGNR:${nordfjell}:` }), structure(value)),
  row('HID-1007', 'another register', identifier({ value: `NO:HERID:${nordfjell}:` }), structure(value)),
  row('HID-1007', 'a fifth part', identifier({ value: `NO:ORGNR:${nordfjell}::x` }), structure(value)),
  row('HID-1007', 'a bare number in the system of parents', identifier({ value: nordfjell }), structure(value)),
  row('HID-1007', 'an unknown system', identifier({ system: 'urn:oid:1.2.3' }), structure('/practitioner_role/organization/identifier/system')),
  row('HID-1007', 'an unknown type of identifier', identifier({ type: 'PERSON' }), structure('/practitioner_role/organization/identifier/type')),
  row('HID-1007', 'a number that is not a text', identifier({ value: 999977774 }), structure(value)),
  row('HID-1007', 'an unknown member', { ...good, extra: true }, structure('')),
  row('HID-1007', 'no practitioner role', { type: 'helseid_authorization' }, structure('/practitioner_role')),
  row('HID-1007', 'an unknown type', { type: 'magic' }, structure('/type')),
  row('HID-1007', 'no type', {}, structure('/type')),
  row('HID-1007', 'a text in the array', 'helseid_authorization', structure('')),
  row('HID-1007', 'null in the array', null, structure('')),
  row('HID-1007', 'null', null, { claims: { assertion_details: null }, pointer: '/assertion_details' }),
  row('HID-1007', 'a number', null, { claims: { assertion_details: 7 }, pointer: '/assertion_details' }),
  row('HID-1007', 'a text that is not JSON', null, { claims: { assertion_details: '[{' }, pointer: '/assertion_details' }),
  row('HID-1007', 'eleven structures', null, { claims: { assertion_details: Array(11).fill(good) }, pointer: '/assertion_details' }),
  row('HID-1007', 'two organisations', null, both(multiTenant(bolgen))),
  row('HID-1007', 'a journal id that is no UUID', journal('1'), structure('/value/journal_id')),
  row('HID-1007', 'an attestation without legal entity', { ...attestRest, practitioner: { ...Object(practitioner), legal_entity: undefined } }, structure('/practitioner/legal_entity')),
  row('HID-1007', 'an attestation with a person in it', { ...attestRest, practitioner, pid: 'x' }, structure('')),
  row('HID-1007', 'the older name, malformed', null, { claims: { authorization_details: [{}] }, pointer: '/authorization_details/0/type' }),
  row('HID-1010', 'a single-tenant client with a journal id', journal('8f4c2f3e-6c1a-4f5e-9a3f-0f5d8f6f2b11'), { ...single, ...structure('/value/journal_id') }),
  row('HID-DOUBLE-STRUCTURE', 'both names in one assertion', null, { claims: { assertion_details: [good], authorization_details: [good] }, pointer: '/authorization_details' }),
]
