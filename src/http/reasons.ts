/**
 * Every refusal that Tillit makes, once: its stable number, the OAuth/OIDC error it becomes, and the HTTP status of the
 * page or answer when it can't go back to the client. The texts for people stand under the same keys in
 * `src/views/texts/`; a test holds the two together.
 *
 * Numbers are never reused. 1xx the person and the eID · 2xx the flow in the browser · 3xx the client's request ·
 * 4xx client authentication and DPoP · 5xx grants and tokens · 6xx the registry's APIs · 9xx ourselves.
 */
export interface ReasonEntry {
  readonly number: number
  /** Error code of RFC 6749, RFC 9449, RFC 8707, RFC 9126 or OpenID Connect. */
  readonly error: string
  /** Status when it is answered directly. A refusal page inside a live login answers 200. */
  readonly status: number
  /**
   * The reason that a caller may see in its place, when the true one would tell an attacker more than "no". The log
   * always holds the true one.
   */
  readonly shownAs?: string
}

const table = {
  // The person and the eID. Shown inside a login that is still alive: alternatives and a way back exist.
  minid_refused: { number: 101, error: 'access_denied', status: 403 },
  level_too_low: { number: 102, error: 'access_denied', status: 403 },
  level_unknown: { number: 103, error: 'access_denied', status: 403 },
  employer_level_low: { number: 104, error: 'access_denied', status: 403 },
  no_active_eid: { number: 105, error: 'access_denied', status: 403 },
  eid_blocked: { number: 106, error: 'access_denied', status: 403 },
  pid_missing: { number: 107, error: 'access_denied', status: 403 },
  pid_invalid: { number: 108, error: 'access_denied', status: 403 },
  pid_kind_not_allowed: { number: 109, error: 'access_denied', status: 403 },
  pid_retired: { number: 110, error: 'access_denied', status: 403 },
  person_dead: { number: 111, error: 'access_denied', status: 403 },
  authentication_too_old: { number: 112, error: 'access_denied', status: 403 },
  cancelled: { number: 113, error: 'access_denied', status: 403 },
  login_timed_out: { number: 114, error: 'access_denied', status: 403 },
  provider_refused: { number: 115, error: 'access_denied', status: 403 },
  provider_unavailable: { number: 116, error: 'access_denied', status: 503 },
  provider_answer_invalid: { number: 117, error: 'access_denied', status: 502 },
  organisation_mismatch: { number: 118, error: 'access_denied', status: 403 },
  register_unavailable: { number: 119, error: 'temporarily_unavailable', status: 503 },
  register_ambiguous: { number: 120, error: 'access_denied', status: 403 },
  // The client's wish for a provider (acr_values=idp:…) can't be met.
  provider_unknown: { number: 121, error: 'access_denied', status: 403 },
  provider_not_allowed: { number: 122, error: 'access_denied', status: 403 },
  provider_too_weak: { number: 123, error: 'access_denied', status: 403 },
  no_provider_left: { number: 124, error: 'access_denied', status: 403 },
  // The person, by what the registers say and how old the person is.
  person_unknown: { number: 125, error: 'access_denied', status: 403 },
  too_young: { number: 126, error: 'access_denied', status: 403 },
  age_unknown: { number: 127, error: 'access_denied', status: 403 },
  login_not_completed: { number: 130, error: 'access_denied', status: 403 },
  login_in_progress: { number: 135, error: 'access_denied', status: 403 },
  guest_account: { number: 136, error: 'access_denied', status: 403 },
  // The way through the login itself: two of them without a live login to go back to.
  login_expired: { number: 140, error: 'access_denied', status: 400 },
  login_finished: { number: 141, error: 'access_denied', status: 400 },
  attempt_superseded: { number: 142, error: 'access_denied', status: 403 },
  // The flow in the browser. No live login to go back to.
  page_expired: { number: 201, error: 'access_denied', status: 400 },
  other_browser: { number: 202, error: 'access_denied', status: 400 },
  form_not_ours: { number: 203, error: 'access_denied', status: 403 },
  request_uri_invalid: { number: 204, error: 'invalid_request_uri', status: 400 },
  person_changed: { number: 205, error: 'access_denied', status: 400 },
  // The client's request.
  request_invalid: { number: 301, error: 'invalid_request', status: 400 },
  client_unknown: { number: 302, error: 'invalid_request', status: 400 },
  redirect_uri_invalid: { number: 303, error: 'invalid_request', status: 400 },
  scope_refused: { number: 304, error: 'invalid_scope', status: 400 },
  resource_refused: { number: 305, error: 'invalid_target', status: 400 },
  agreements_missing: { number: 306, error: 'access_denied', status: 403 },
  client_disabled: { number: 307, error: 'unauthorized_client', status: 400 },
  post_logout_redirect_uri_invalid: { number: 308, error: 'invalid_request', status: 400 },
  id_token_hint_invalid: { number: 309, error: 'invalid_request', status: 400 },
  not_found: { number: 310, error: 'not_found', status: 404 },
  method_not_allowed: { number: 311, error: 'invalid_request', status: 405 },
  host_unknown: { number: 312, error: 'invalid_request', status: 421 },
  body_too_large: { number: 313, error: 'invalid_request', status: 413 },
  content_type_wrong: { number: 314, error: 'invalid_request', status: 415 },
  pushed_request_required: { number: 315, error: 'invalid_request', status: 400 },
  too_many_requests: { number: 316, error: 'temporarily_unavailable', status: 429 },
  // For whom a client acts, and request objects. The HID codes that clients read stand in registry/details/hid-code.ts.
  organisation_parent_refused: { number: 320, error: 'access_denied', status: 400 },
  organisation_child_refused: { number: 321, error: 'access_denied', status: 400 },
  organisation_child_of_parent_refused: { number: 322, error: 'access_denied', status: 400 },
  organisation_number_invalid: { number: 323, error: 'invalid_request', status: 400 },
  organisation_parent_not_taken: { number: 324, error: 'access_denied', status: 400 },
  organisation_child_not_taken: { number: 325, error: 'access_denied', status: 400 },
  details_malformed: { number: 326, error: 'invalid_request', status: 400 },
  organisation_fixed: { number: 327, error: 'access_denied', status: 400 },
  details_doubled: { number: 328, error: 'access_denied', status: 400 },
  details_unsigned: { number: 329, error: 'invalid_request', status: 400 },
  tenant_terms_missing: { number: 330, error: 'invalid_scope', status: 400 },
  request_object_invalid: { number: 331, error: 'invalid_request_object', status: 400 },
  request_object_required: { number: 332, error: 'invalid_request', status: 400 },
  parameter_outside_request_object: { number: 333, error: 'invalid_request', status: 400 },
  request_object_replayed: { number: 334, error: 'invalid_request_object', status: 400 },
  on_behalf_of_refused: { number: 335, error: 'invalid_request', status: 400 },
  exchange_organisation_ended: { number: 340, error: 'invalid_request', status: 400 },
  exchange_details_refused: { number: 341, error: 'invalid_request', status: 400 },
  // Of the person at the login again: the client named one by an ID token, and it was another.
  hint_of_another_person: { number: 351, error: 'login_required', status: 403 },
  // Client authentication and DPoP.
  client_authentication_failed: { number: 401, error: 'invalid_client', status: 401 },
  assertion_replayed: { number: 402, error: 'invalid_client', status: 401, shownAs: 'client_authentication_failed' },
  dpop_missing: { number: 411, error: 'invalid_dpop_proof', status: 400 },
  dpop_invalid: { number: 412, error: 'invalid_dpop_proof', status: 400 },
  dpop_replayed: { number: 413, error: 'invalid_dpop_proof', status: 400 },
  dpop_nonce_required: { number: 414, error: 'use_dpop_nonce', status: 400 },
  // Grants and tokens.
  grant_invalid: { number: 501, error: 'invalid_grant', status: 400 },
  code_replayed: { number: 502, error: 'invalid_grant', status: 400, shownAs: 'grant_invalid' },
  grant_ended: { number: 503, error: 'invalid_grant', status: 400, shownAs: 'grant_invalid' },
  level_not_reached: { number: 504, error: 'access_denied', status: 400 },
  grant_type_refused: { number: 505, error: 'unauthorized_client', status: 400 },
  grant_type_unknown: { number: 506, error: 'unsupported_grant_type', status: 400 },
  access_token_invalid: { number: 507, error: 'invalid_token', status: 401 },
  login_required: { number: 508, error: 'login_required', status: 400 },
  refresh_token_idle: { number: 510, error: 'invalid_grant', status: 400 },
  refresh_token_reused: { number: 511, error: 'invalid_grant', status: 400, shownAs: 'grant_invalid' },
  subject_token_invalid: { number: 512, error: 'invalid_request', status: 400 },
  exchange_not_permitted: { number: 513, error: 'invalid_request', status: 400 },
  exchange_owner_mismatch: { number: 514, error: 'invalid_request', status: 400 },
  exchange_too_deep: { number: 515, error: 'invalid_request', status: 400 },
  // The registry's APIs: administration and self-service.
  insufficient_scope: { number: 601, error: 'insufficient_scope', status: 403 },
  change_not_allowed: { number: 602, error: 'access_denied', status: 403 },
  change_refused: { number: 603, error: 'invalid_request', status: 422 },
  precondition_failed: { number: 604, error: 'invalid_request', status: 412 },
  precondition_required: { number: 605, error: 'invalid_request', status: 428 },
  private_key_offered: { number: 606, error: 'invalid_request', status: 422 },
  last_key: { number: 617, error: 'invalid_request', status: 409 },
  api_key_invalid: { number: 618, error: 'invalid_client', status: 401 },
  not_a_draft: { number: 619, error: 'invalid_request', status: 409 },
  return_address_wrong: { number: 620, error: 'invalid_request', status: 400 },
  // Ourselves.
  temporarily_unavailable: { number: 901, error: 'temporarily_unavailable', status: 503 },
  server_error: { number: 902, error: 'server_error', status: 500 },
} as const satisfies Record<string, ReasonEntry>

/** Stable name of one cause of refusal. */
export type Reason = keyof typeof table

export const reasons: Readonly<Record<Reason, ReasonEntry>> = table
