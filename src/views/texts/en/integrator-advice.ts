import type { Texts } from '../texts.ts'

/** English: what an integrator does about each refusal, for the page behind `error_uri`. In the order of `src/http/reasons.ts`. */
export const integratorAdvice: Texts['integratorAdvice'] = {
  minid_refused:
    'Nothing to mend in the client. The person used MinID (level 3) where level 4 is demanded. Handle access_denied by telling the person that the login was not completed, and let them try again.',
  level_too_low:
    "The login proved a lower level than the highest of: the client's minimum_security_level, every requested scope's minimum, and acr_values. Ask only for the scopes that you need, and tell the person which eIDs work.",
  level_unknown:
    "The identity provider sent no acr, or one that is not agreed. The client can't mend it; the broker's operator sees in the log what was found.",
  employer_level_low:
    "The employer's login did not prove the level that is demanded: a password, or no agreed level claim. The person must use a smart card or another eID.",
  no_active_eid: 'The person has no active eID at this provider. Nothing to mend in the client.',
  eid_blocked: "The person's eID is blocked at its issuer. Nothing to mend in the client.",
  pid_missing:
    'The identity provider sent no national identity number. For a regional login the employer must add it to what its directory sends.',
  pid_invalid:
    "The number that came from the identity provider fails its control digits or its date. Report it to the broker's operator with the correlation id.",
  pid_kind_not_allowed:
    'Test environments take synthetic numbers only, production takes none. Use a test person, or the other environment.',
  pid_retired:
    'The number has been replaced in the National Population Register. The person needs an eID on the new number.',
  person_dead: 'The population register says that the person is dead. Nothing to mend in the client.',
  authentication_too_old:
    'The provider answered with a login that is older than max_age, or that was not made anew with prompt=login. Ask again; if it goes on, report the provider.',
  cancelled: 'The person chose to go back. Show your own start page; do not send the person here again at once.',
  login_timed_out: 'The person took too long at the provider. Nothing to mend in the client.',
  provider_refused:
    'The identity provider said no without a reason that we know. The operator sees its error code in the log.',
  provider_unavailable: 'The identity provider does not answer. Try again later; another provider may work.',
  provider_answer_invalid:
    "The identity provider's answer failed a check (signature, nonce, issuer, time). It is logged; report it with the correlation id.",
  organisation_mismatch:
    "The regional login is for another organisation than the client's. Such a login counts only for its own employer's clients.",
  register_unavailable:
    'The population register, or the register of health personnel (HPR) that your scopes or API need, did not answer. Try again later. A client that can do without the HPR number can have person_register_policy set to continue_without_hpr.',
  register_ambiguous:
    'A register gave more than one person for the number. The person must call the help desk; nobody chooses between them.',
  provider_unknown: 'acr_values names an idp that is not configured. The ids are listed at /connect/availableidps.',
  provider_not_allowed: "acr_values names an idp that is not in the client's allowed_identity_providers.",
  provider_too_weak: "acr_values names an idp that can't reach the level that this request demands.",
  no_provider_left:
    'No provider satisfies allowed_identity_providers and the demanded level together. Change the registration of the client.',
  person_unknown:
    'The population register knows nobody with the number. In a test environment, use a test person that the register has.',
  too_young: "The person is younger than the client's minimum_age. Say on your own start page who the service is for.",
  age_unknown:
    'The client has a minimum_age, and neither the population register nor the number tells the birth date. Nothing to mend in the client.',
  login_not_completed:
    'The provider does not tell a person who cancelled from an eID that was blocked or had expired. Show your own start page; nothing to mend in the client.',
  login_in_progress:
    "Another login with the same eID is under way on the person's phone. Nothing to mend in the client. The person can try again.",
  guest_account:
    'The person logged in at the employer with a guest account. Nothing to mend in the client. The person must use their own employer or an eID of their own.',
  login_expired:
    'The person took too long to log in, and then went back. Nothing to mend in the client: let the person start again.',
  login_finished:
    'The person opened a page of a login that was already finished, for example with the back button. The client has had its answer. Nothing to mend.',
  attempt_superseded:
    'The person started the login again, and an answer to the earlier attempt came later. Nothing to mend in the client.',
  page_expired:
    'The login took longer than the interaction may live, or its page was opened from a bookmark. Always begin with a new pushed request.',
  other_browser:
    'A login belongs to the browser that began it. Do not hand the authorization address to another browser, and do not open it in a preview first.',
  form_not_ours:
    'A form arrived without its token or from another origin. A page of ours must not be framed, copied or posted from a script.',
  request_uri_invalid:
    'The request_uri is unknown, used up, or was not begun within its expires_in (90 s). Push a new request for every login.',
  person_changed: 'Another person logged in in the same browser while this login was under way. Begin again.',
  request_invalid:
    'A parameter is missing, repeated or malformed; error_description names it. Compare with the discovery document.',
  client_unknown: 'There is no active client with this client_id in this environment. Check the id and the issuer.',
  redirect_uri_invalid:
    'redirect_uri must equal a registered one character by character. Only a native client may vary the port of a loopback address.',
  scope_refused:
    "A scope is unknown, not approved for this client, or not meant for this kind of grant. error_description names the first. Ask the API's owner for access.",
  resource_refused:
    'A token is for exactly one API. Send scopes of one API, or name one resource (RFC 8707) when the scopes belong to several.',
  agreements_missing:
    'The organisation behind the client lacks the customer agreement, the terms of use or the risk assessment. The operator registers them.',
  client_disabled: 'The client or its organisation is a draft or disabled. Ask its owner or the operator.',
  post_logout_redirect_uri_invalid:
    'post_logout_redirect_uri must equal a registered one character by character, and needs id_token_hint or client_id.',
  id_token_hint_invalid:
    'id_token_hint must be an ID token that this issuer signed. It may have expired; an access token will not do.',
  not_found:
    'There is nothing at this address. Paths are exact: case counts, and a trailing slash too. Read them from the discovery document.',
  method_not_allowed: 'The address takes another method; the header Allow names it.',
  host_unknown:
    "The Host header is not the issuer's. Call the broker by its issuer address, and let a proxy in front pass that host on.",
  body_too_large: 'The body is larger than a request of this protocol can be.',
  content_type_wrong: 'Send application/x-www-form-urlencoded.',
  pushed_request_required:
    'Every login begins at /connect/par (RFC 9126). The authorization address takes client_id and request_uri alone.',
  too_many_requests:
    'Too many requests in a short time: from this client after it had authenticated, or from this address. Wait as long as Retry-After says. Keep a token until it expires instead of asking for a new one for every call.',
  organisation_parent_refused:
    "The organisation has no delegation to the client's supplier that is in force, is disabled, lacks an agreement, or an attestation names another legal entity than the client acts for. HelseID's code is HID-1001. Ask the organisation to delegate; the log says which of these it was.",
  organisation_child_refused:
    "The child is not in child_organisations of the client, or not active; in an attestation, a point of care is not a unit of the organisation. HelseID's code is HID-1002.",
  organisation_child_of_parent_refused:
    "The child is not registered as an active sub-unit of the parent, or the delegation has a list of children that lacks it. HelseID's code is HID-1003.",
  organisation_number_invalid:
    "An organisation number is nine digits, the last a modulus 11 check digit, without spaces. The JSON pointer at the end of error_description says which one. HelseID's code is HID-1004.",
  organisation_parent_not_taken:
    "The client is registered as single-tenant: its parent organisation is fixed, and only a child may be named. HelseID's code is HID-1005.",
  organisation_child_not_taken:
    "The client is registered without child_organisations, so it can't name one. HelseID's code is HID-1006.",
  details_malformed:
    "assertion_details or authorization_details can't be read: the JSON pointer at the end of error_description says where. Send an array of the types helseid_authorization, nhn:sfm:journal-id and nhn:tillitsrammeverk:parameters, one of each at most. HelseID's code is HID-1007.",
  organisation_fixed:
    "The registration of the client fixes its organisation or its journal id; send nothing. HelseID's code is HID-1010.",
  details_doubled:
    "The same structure came in two places: in the request object and the client assertion, or under both names. Send it once. What a request object fixed can only be changed by a new login. HelseID's code is HID-DOUBLE-STRUCTURE.",
  details_unsigned:
    'Put assertion_details inside the client assertion, or authorization_details inside the signed request object. A form parameter is not signed and is not taken.',
  tenant_terms_missing:
    "The organisation that the client acts for has not accepted the API's terms, or none was named. Leave the scope out, or ask the organisation to accept them. With other scopes in the request the answer is a token and rejected_scope.",
  request_object_invalid:
    'The request object must be signed by a registered key of the client, with iss the client_id, aud the issuer as one string, client_id, exp and nbf at most 60 s apart, and typ oauth-authz-req+jwt or JWT. error_description says what failed.',
  request_object_required:
    "The client's request_object_policy is required: send the parameters in a signed request object (parameter request) at the pushed authorization endpoint.",
  parameter_outside_request_object:
    'With a request object all parameters must be inside; beside it stand client_id and the client assertion only. A client registered as merged may leave some in the form, but not with another value.',
  request_object_replayed:
    'The jti of the request object has been used, as a request object or as a client assertion. Make a new one for every request.',
  on_behalf_of_refused:
    'on_behalf_of is the organisation number (nine digits) of an organisation that the client is registered for: its own main unit, one of its child_organisations or, for a multi-tenant client, the supplier or an organisation with a delegation in force.',
  hint_of_another_person:
    'The client sent id_token_hint, and another person logged in. No code is given then (OpenID Connect Core 3.1.2.1). To let a new person in, end the old session and ask without id_token_hint.',
  client_authentication_failed:
    "One answer for every cause, so that it tells an outsider nothing. Check: client_id is registered and active here; the assertion is signed by a registered key (kid); aud is the issuer, as one string; iss and sub are the client_id; iat and exp are whole seconds, exp at most 60 s later; jti is new for every request; your clock is right. The client's owner finds the exact cause with tillit explain and the x-correlation-id of the answer.",
  assertion_replayed:
    'An assertion counts once. Make a new one, with a new jti, for every request; only the retry after use_dpop_nonce may send the same again.',
  dpop_missing: 'Send one DPoP proof (RFC 9449) in the header DPoP with every token request.',
  dpop_invalid:
    'Check the proof: typ dpop+jwt, an asymmetric alg, the public jwk only, htm and htu of this very request without query, iat within a minute, a new jti, the nonce that was handed out last, and ath when an access token goes with it.',
  dpop_replayed: 'A proof counts once. Make a new one, with a new jti, for every request.',
  dpop_nonce_required:
    "Not an error in your set-up: put the value of the answer's DPoP-Nonce header into the proof as nonce and send the request again. Nothing has been used up; assertion, code and refresh token still count.",
  grant_invalid:
    "The code or refresh token is unknown, expired, used, ended by logout or revocation, or another client's; or redirect_uri or code_verifier differ from the pushed request. A code lives 60 s and counts once. Let the person log in again.",
  code_replayed:
    'The code was offered a second time; what it gave has been revoked. Send each code once, from one place.',
  grant_ended:
    'The login behind this token has ended by logout, revocation, or because its code was offered twice. Let the person log in again.',
  level_not_reached:
    "The login behind the grant proves less than what is demanded now: the client's or the scope's minimum has been raised. Send the person to log in again.",
  grant_type_refused: 'The client is not registered for this grant_type.',
  grant_type_unknown: 'The server does not know this grant_type. See grant_types_supported in the discovery document.',
  access_token_invalid:
    'Send the access token as Authorization: DPoP with a proof by the key that it is bound to. It must be ours, unexpired, hold openid, and its login must not have ended.',
  login_required:
    'There is no login that is good enough for this request, and prompt=none forbids asking. Send the person without prompt=none.',
  refresh_token_idle:
    'The refresh token has lain unused for longer than it may. rt_expires_in says when it dies. Let the person log in again.',
  refresh_token_reused:
    'A one-time refresh token was used again, and what it gave has been revoked. Keep the new token before you use it, and ask from one place at a time. An answer that was lost can be had again for 30 seconds with the same DPoP key.',
  subject_token_invalid:
    'subject_token must be an access token of this server that has not expired, been revoked or ended by logout.',
  exchange_not_permitted: 'The client that the token was issued to must name your client in token_exchange_actors.',
  exchange_owner_mismatch: 'subject_token must be for an API that your organisation owns.',
  exchange_too_deep: 'The token has been exchanged as often as it may be. Ask for a token earlier in the chain.',
  insufficient_scope:
    'The access token lacks the scope that the operation names in the OpenAPI document. Ask for it, and have it approved.',
  change_not_allowed:
    'What you change belongs to another organisation, or is decided by an operator or by the owner of the API alone. errors lists each place.',
  change_refused:
    'errors lists every problem with a JSON pointer, what was found and what is allowed. Nothing of the change was applied.',
  precondition_failed:
    'The entity has another ETag than the one in If-Match, or it exists already. Fetch it, merge your change into it and send it with the new ETag.',
  precondition_required: 'Send If-Match with the ETag that you got, or If-None-Match: * to create.',
  private_key_offered: 'Send only kty, the public members, kid, use and alg. The key that was sent must be replaced.',
  exchange_organisation_ended:
    'The client that the subject_token was first issued to may no longer act for the organisation in it: the organisation is not active, or the delegation was revoked or has run out.',
  exchange_details_refused:
    'Take assertion_details and authorization_details out of the request. An exchanged token is for the organisation of the subject_token; your own stands in act.',
  last_key:
    'The client is active, and no other key counts. Add a new key, take it into use, then retire this one. If the client is not to be used any more, set its status to disabled.',
  api_key_invalid:
    'Send the API key in the header api-key as it was shown when it was made. One answer for every cause. The organisation makes a new one with POST /api-keys of the admin API.',
  not_a_draft: 'Only a client whose status is draft can be confirmed. Get the client and look at its status.',
  return_address_wrong:
    'redirectPort must be one number from 1 to 65535, and redirectPath a path of letters, digits and .-_~ without a query. Both are about http://localhost and nothing else.',
  temporarily_unavailable:
    'A part that we need does not answer, so the answer is no. Nothing was issued. Wait as long as Retry-After says and try again with a new assertion.',
  server_error: 'A fault of ours. Report it with the correlation id of the answer.',
}
