import type { Notice } from '#src/views/page.ts'
import type { TestClientId } from '../support/broker.ts'

/** One wish of a client, and what must come of it. */
export interface Wish {
  /** `acr_values` as the client sends it. */
  readonly wish: string | undefined
  /** Default EPJ Nordfjell: level 4, all providers. */
  readonly client?: TestClientId
  /** Further parameters of the pushed request. */
  readonly parameters?: Readonly<Record<string, string>>
  /** Sent inside a signed request object. */
  readonly isSigned?: true
  /** What is demanded of the login; default 4. */
  readonly level?: 3 | 4
  /** The provider that the browser is sent to without a page of ours. */
  readonly direct?: string
  /** What that provider is asked: values, or undefined for what must not be there. */
  readonly asked?: Readonly<Record<string, string | undefined>>
  /** Otherwise the choice page: which providers are on it, in order. */
  readonly offered?: readonly string[]
  /** Which are said to be missing, each with its reason. */
  readonly missing?: readonly (readonly [id: string, reason: 'provider_too_weak' | 'provider_not_allowed'])[]
  /** Why there is a page although the client named a provider. */
  readonly notice?: Notice
}

const national = ['idporten-oidc', 'bankid-oidc', 'buypass-oidc', 'commfides-oidc', 'bankid-mobil'] as const
const regional = ['helse-midt-oidc', 'helseplattformen-oidc'] as const
/** For a service of the region at level 4: one of its two logins is too weak. */
const fjordAtFour = {
  client: 'epj-fjord',
  offered: [...national, 'helseplattformen-oidc'],
  missing: [['helse-midt-oidc', 'provider_too_weak']],
} as const
const highUpstream = { acr_values: 'idporten-loa-high' } as const
const idPorten = { direct: 'idporten-oidc', asked: highUpstream } as const
const notAllowed = (...ids: readonly string[]) => ids.map((id) => [id, 'provider_not_allowed'] as const)

// biome-ignore format: a table is read by its rows
export const wishes: readonly Wish[] = [
  // Levels: the list is filtered, the highest of client and wish counts, and it is passed on to ID-porten.
  { wish: undefined, offered: national },
  { wish: '', offered: national },
  { wish: 'Level4', offered: national },
  { wish: 'High', offered: national },
  { wish: 'Level3 Level4', offered: national },
  { wish: 'Level4 Level3', offered: national },
  { wish: 'Level2', offered: national },
  { wish: 'Substantial', offered: national },
  { wish: 'idporten-loa-substantial', offered: national },
  { wish: 'Level4', ...fjordAtFour },
  { wish: 'Substantial', ...fjordAtFour },
  { wish: undefined, client: 'vaktplan-fjord', level: 3, offered: [...national, ...regional] },
  { wish: 'Level3', client: 'vaktplan-fjord', level: 3, offered: [...national, ...regional] },
  { wish: 'Level3 Level4', client: 'vaktplan-fjord', level: 3, offered: [...national, ...regional] },
  { wish: 'Level2', client: 'vaktplan-fjord', level: 3, offered: [...national, ...regional] },
  { wish: 'Level4', ...fjordAtFour, client: 'vaktplan-fjord' },
  { wish: 'High', ...fjordAtFour, client: 'vaktplan-fjord' },
  { wish: 'idporten-loa-high', ...fjordAtFour, client: 'vaktplan-fjord' },
  { wish: 'High Level4', ...fjordAtFour, client: 'vaktplan-fjord' },
  // Other words and other case are unknown: a voluntary wish that asks for nothing.
  { wish: 'level4', client: 'vaktplan-fjord', level: 3, offered: [...national, ...regional] },
  { wish: 'HIGH', client: 'vaktplan-fjord', level: 3, offered: [...national, ...regional] },
  { wish: 'Level5 urn:mace:incommon:iap:silver', client: 'vaktplan-fjord', level: 3, offered: [...national, ...regional] },
  { wish: 'Level5 Level4', ...fjordAtFour, client: 'vaktplan-fjord' },
  { wish: 'IDP:bankid-oidc', offered: national },
  { wish: 'idp: amr: bp:amr:', offered: national },
  // A provider by name: straight there.
  { wish: 'idp:idporten-oidc', ...idPorten },
  { wish: 'idp:idporten-oidc', ...idPorten, client: 'kurspaamelding-web', level: 3, asked: { acr_values: 'idporten-loa-substantial' } },
  { wish: 'idp:idporten-oidc Level4', ...idPorten, client: 'kurspaamelding-web' },
  { wish: 'Level3 Level4 idp:idporten-oidc', ...idPorten },
  { wish: 'idp:bankid-oidc', direct: 'bankid-oidc', asked: { acr_values: 'urn:bankid:bid', login_hint: undefined } },
  { wish: 'idp:commfides-oidc', direct: 'commfides-oidc', asked: { acr_values: 'urn:commfides:loa:high' } },
  { wish: 'idp:buypass-oidc', direct: 'buypass-oidc', asked: { 'bp_amr-values': undefined, bp_idp_hint: undefined } },
  { wish: 'idp:bankid-mobil', direct: 'bankid-mobil' },
  { wish: 'idp:helseplattformen-oidc', client: 'epj-fjord', direct: 'helseplattformen-oidc', asked: { claims: '{"id_token":{"acrs":{"essential":true,"value":"c1"}}}' } },
  { wish: 'idp:helseplattformen-oidc', client: 'vaktplan-fjord', level: 3, direct: 'helseplattformen-oidc', asked: { claims: '{"id_token":{"acrs":{"essential":true,"value":"c2"}}}' } },
  { wish: 'idp:helse-midt-oidc', client: 'vaktplan-fjord', level: 3, direct: 'helse-midt-oidc', asked: { acr_values: undefined, resource: 'urn:tillit:helse-midt' } },
  // Several: the first that can be used (OpenID Connect Core section 3.1.2.1: in order of preference).
  { wish: 'idp:bankid-oidc idp:idporten-oidc', direct: 'bankid-oidc' },
  { wish: 'idp:nobody-oidc idp:idporten-oidc', ...idPorten },
  { wish: 'idp:helse-midt-oidc idp:helseplattformen-oidc', client: 'epj-fjord', direct: 'helseplattformen-oidc' },
  // A provider that can't be used: the page, with the reason and the alternatives.
  { wish: 'idp:nobody-oidc', offered: national, notice: 'provider_unknown' },
  { wish: 'idp:testidpnew-oidc', offered: national, notice: 'provider_unknown' },
  { wish: 'idp:BankID-oidc', offered: national, notice: 'provider_unknown' },
  { wish: 'idp:helseplattformen-oidc', offered: national, notice: 'provider_not_allowed' },
  { wish: 'idp:helse-midt-oidc', ...fjordAtFour, notice: 'provider_too_weak' },
  { wish: 'idp:helse-midt-oidc Level4', ...fjordAtFour, client: 'vaktplan-fjord', notice: 'provider_too_weak' },
  { wish: 'idp:nobody-oidc idp:helse-midt-oidc', ...fjordAtFour, notice: 'provider_unknown' },
  // A method at the provider.
  { wish: 'idp:idporten-oidc amr:bankid', ...idPorten },
  { wish: 'idp:idporten-oidc amr:minid', ...idPorten },
  { wish: 'idp:bankid-oidc amr:bankid', direct: 'bankid-oidc', asked: { login_hint: 'BID' } },
  { wish: 'idp:buypass-oidc bp:amr:sc', direct: 'buypass-oidc', asked: { 'bp_amr-values': 'sc', login_hint: undefined } },
  { wish: 'idp:buypass-oidc bp:amr:otp', direct: 'buypass-oidc', asked: { 'bp_amr-values': 'otp' } },
  { wish: 'idp:buypass-oidc bp:amr:hwk', direct: 'buypass-oidc', asked: { bp_idp_hint: 'id-key' } },
  { wish: 'idp:buypass-oidc bp:amr:nothing', direct: 'buypass-oidc', asked: { 'bp_amr-values': undefined } },
  // Alone they imply the provider that they belong to, where the client may use it; otherwise they ask for nothing.
  { wish: 'amr:bankid', ...idPorten },
  { wish: 'amr:bankidmobil', ...idPorten },
  { wish: 'amr:buypass', ...idPorten },
  { wish: 'amr:commfides Level4', ...idPorten },
  { wish: 'amr:minid', ...idPorten, client: 'kurspaamelding-web', level: 3, asked: { acr_values: 'idporten-loa-substantial' } },
  { wish: 'bp:amr:sc', direct: 'buypass-oidc', asked: { 'bp_amr-values': 'sc' } },
  { wish: 'amr:nothing', offered: national },
  { wish: 'amr:bankid', client: 'helsekort-web', offered: ['bankid-oidc', 'commfides-oidc'], missing: notAllowed('idporten-oidc', 'buypass-oidc', 'bankid-mobil') },
  // Providers that a client may use, as its registration says.
  { wish: undefined, client: 'helsekort-web', offered: ['bankid-oidc', 'commfides-oidc'], missing: notAllowed('idporten-oidc', 'buypass-oidc', 'bankid-mobil') },
  { wish: 'idp:commfides-oidc', client: 'helsekort-web', direct: 'commfides-oidc' },
  { wish: 'idp:buypass-oidc', client: 'helsekort-web', offered: ['bankid-oidc', 'commfides-oidc'], missing: notAllowed('idporten-oidc', 'buypass-oidc', 'bankid-mobil'), notice: 'provider_not_allowed' },
  { wish: undefined, client: 'skyjournal', direct: 'buypass-oidc' },
  { wish: 'Level4', client: 'skyjournal', direct: 'buypass-oidc' },
  { wish: 'idp:bankid-oidc', client: 'skyjournal', offered: ['buypass-oidc'], missing: notAllowed(...national.filter((id) => id !== 'buypass-oidc')), notice: 'provider_not_allowed' },
  // Beside other parameters.
  { wish: 'Level4', isSigned: true, client: 'kurspaamelding-web', offered: national },
  { wish: 'idp:buypass-oidc bp:amr:sc', isSigned: true, direct: 'buypass-oidc', asked: { 'bp_amr-values': 'sc' } },
  { wish: 'idp:idporten-oidc', ...idPorten, parameters: { prompt: 'login' }, asked: { ...highUpstream, prompt: 'login' } },
  { wish: 'idp:buypass-oidc', direct: 'buypass-oidc', parameters: { max_age: '60' }, asked: { prompt: 'login', max_age: undefined } },
  { wish: 'idp:idporten-oidc', ...idPorten, parameters: { ui_locales: 'en' }, asked: { ui_locales: 'en' } },
  { wish: 'idp:idporten-oidc', ...idPorten, parameters: { login_hint: '07918449935' }, asked: { login_hint: undefined } },
  { wish: 'idp:bankid-oidc', direct: 'bankid-oidc', parameters: { login_hint: 'BID:07918449935' }, asked: { login_hint: undefined } },
  { wish: 'idp:idporten-oidc', ...idPorten, parameters: { on_behalf_of: '999977774' }, asked: { onbehalfof: '999977774' } },
  { wish: 'idp:idporten-oidc', ...idPorten, parameters: { on_behalf_of: '310000132' }, asked: { onbehalfof: '310000132' } },
  { wish: 'idp:idporten-oidc', ...idPorten, asked: { onbehalfof: undefined } },
  { wish: 'idp:bankid-oidc', direct: 'bankid-oidc', parameters: { on_behalf_of: '999977774' }, asked: { onbehalfof: undefined, on_behalf_of: undefined } },
]
