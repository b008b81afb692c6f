import { z } from 'zod'
import { displayText, localizedTextSchema } from './localized-text.ts'

/** The configuration file (wire names). Defaults are the safe choice, so that a file holds only what differs. */

const seconds = (least: number, most: number, usual: number) => z.int().min(least).max(most).default(usual)
const path = z.string().min(1).max(1000)
// A port that leaves room for the ports derived from it (+9).
const portSchema = z.int().min(1).max(65_526)
const network = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], 'an IP address, or a network as address/prefix')

const limitsSchema = z.strictObject({
  client_requests_per_second: z.int().min(1).max(10_000).default(100),
  client_burst: z.int().min(1).max(100_000).default(1000),
  // Many clients stand behind one address of a hospital.
  address_requests_per_second: z.int().min(1).max(100_000).default(500),
  address_burst: z.int().min(1).max(1_000_000).default(5000),
  open_interactions_per_address: z.int().min(1).max(100_000).default(300),
  // Clients that may act for one another in a row (RFC 8693 section 4.1). HelseID has a small limit and names no number.
  token_exchange_depth: z.int().min(1).max(5).default(2),
})

// The upper bounds are what the profile allows (FAPI 2.0 section 5.3.2, HelseID): a file may only be stricter.
const lifetimesSchema = z.strictObject({
  request_uri_begin_seconds: seconds(10, 90, 90),
  // Below the 600 s within which FAPI 2.0 section 5.3.2.2 wants a request_uri to end.
  request_uri_total_seconds: seconds(60, 590, 590),
  interaction_seconds: seconds(60, 600, 600),
  code_seconds: seconds(5, 60, 60),
  access_token_seconds: seconds(30, 3600, 600),
  id_token_seconds: seconds(30, 3600, 300),
  refresh_token_seconds: seconds(60, 28_800, 28_800),
  refresh_token_idle_seconds: seconds(60, 28_800, 7200),
  session_idle_seconds: seconds(60, 7200, 1800),
  session_absolute_seconds: seconds(60, 28_800, 28_800),
  assertion_max_seconds: seconds(10, 60, 60),
})

// Keys that are registered through self-service. HelseID gives each an end too, and names no number.
const clientKeysSchema = z.strictObject({
  default_life_days: z.int().min(1).max(1095).default(730),
  // Long enough for the slowest installation to take the new key up, short enough that a stolen one ends.
  overlap_days: z.int().min(1).max(90).default(14),
})

const supportContactMembers = {
  name: displayText(100),
  phone: z.string().regex(/^\+?[\d ]{3,20}$/, 'a telephone number of digits and spaces'),
  hours: localizedTextSchema,
}
const supportContactSchema = z.strictObject(supportContactMembers)

// Veiledning Helsenorge, as ID-porten and Helsenorge name it on their own pages.
const supportSchema = z.strictObject({
  name: supportContactMembers.name.default('Veiledning Helsenorge'),
  phone: supportContactMembers.phone.default('23 32 70 00'),
  hours: supportContactMembers.hours.default({
    nb: 'hverdager 08.00–15.30',
    nn: 'kvardagar 08.00–15.30',
    en: 'weekdays 08:00–15:30',
  }),
  by_client_kind: z
    .strictObject({
      web: supportContactSchema.optional(),
      native: supportContactSchema.optional(),
      machine: supportContactSchema.optional(),
      'device-fleet': supportContactSchema.optional(),
    })
    .prefault({}),
})

// Clients keep the JWKS for about a day (HelseID, FK2), so a new key is published that long before it signs. What a key signed
// is valid for an hour at most; a day lets a resource server be late.
const signingKeysSchema = z.strictObject({
  publish_ahead_seconds: seconds(60, 604_800, 86_400),
  retention_seconds: seconds(3600, 2_592_000, 86_400),
  rotate_after_days: z.int().min(0).max(1095).default(90),
})

// Made-up people who may use the console of a newcomer's broker. Real ones are added by an operator, and stand in no file.
const administratorSchema = z.strictObject({
  pid: z.string().regex(/^\d{11}$/, 'eleven digits'),
  name: displayText(100),
  organisations: z.array(z.string().regex(/^\d{9}$/, 'nine digits')).min(1),
})

const identityProviderSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'a provider id in small letters, digits and hyphens'),
  kind: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'the name of an adapter kind'),
  name: localizedTextSchema,
  note: localizedTextSchema.optional(),
  level_cap: z.literal([3, 4]).default(4),
  enabled: z.boolean().default(true),
  client_key_file: path,
  agreements: z
    .strictObject({
      identity_provider_requirements: z.boolean().default(false),
      data_processing: z.boolean().default(false),
    })
    .prefault({}),
  settings: z.record(z.string().max(100), z.unknown()).default({}),
})

const registerSchema = z.strictObject({
  enabled: z.boolean().default(true),
  url: z.string().min(1).max(300).optional(),
  timeout_seconds: z.int().min(1).max(10).default(3),
  client_key_file: path.optional(),
})

/** Unknown keys are refused everywhere except in `settings`, which the adapter's kind judges as strictly. */
export const configSchema = z.strictObject({
  $schema: z.string().max(200).optional(),
  issuer: displayText(300).optional(),
  /** Loopback unless somebody says otherwise: a proxy that ends TLS usually stands on the same machine. */
  host: z.union([z.ipv4(), z.ipv6(), z.literal('localhost')], 'an IP address or "localhost"').default('127.0.0.1'),
  port: portSchema.default(3000),
  operations_port: z.int().min(1).max(65_535).optional(),
  data_dir: path.optional(),
  registry_dir: path.optional(),
  redis_url: z.string().min(1).max(1000).optional(),
  database_url: z.string().min(1).max(1000).optional(),
  store_key_file: path.optional(),
  /** PEM files: the broker then serves HTTPS itself. */
  tls: z.strictObject({ cert_file: path, key_file: path }).optional(),
  trusted_proxies: z.array(network).max(100).default([]),
  /** Where a login may come from, for the claim `helseid://claims/identity/network`; without it no token has the claim. */
  networks: z.strictObject({ helsenett: z.array(network).max(100) }).optional(),
  outbound: z.strictObject({ private_networks: z.array(network).max(100).default([]) }).prefault({}),
  limits: limitsSchema.prefault({}),
  lifetimes: lifetimesSchema.prefault({}),
  client_keys: clientKeysSchema.prefault({}),
  support: supportSchema.prefault({}),
  person_registers: z
    .strictObject({ persontjenesten: registerSchema.optional(), hpr: registerSchema.optional() })
    .prefault({}),
  signing_keys: signingKeysSchema.prefault({}),
  development_administrators: z.array(administratorSchema).max(20).default([]),
  identity_providers: z.array(identityProviderSchema).max(50).default([]),
})

/** The file after parsing, defaults filled in. */
export type ConfigWire = z.output<typeof configSchema>
