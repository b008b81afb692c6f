import type { Texts } from '../texts.ts'

/** Bokmål: what an integrator does about each refusal, for the page behind `error_uri`. In the order of `src/http/reasons.ts`. */
export const integratorAdvice: Texts['integratorAdvice'] = {
  minid_refused:
    'Ingenting å rette i klienten. Personen brukte MinID (nivå 3) der nivå 4 kreves. Håndter access_denied ved å si at innloggingen ikke ble fullført, og la personen prøve igjen.',
  level_too_low:
    'Innloggingen beviste et lavere nivå enn det høyeste av: klientens minimum_security_level, minstekravet til hvert scope det ble bedt om, og acr_values. Be bare om de scopene dere trenger, og si hvilke eID-er som kan brukes.',
  level_unknown:
    'Identitetstilbyderen sendte ingen acr, eller en som ikke er avtalt. Klienten kan ikke rette det; driften av Tillit ser i loggen hva som kom.',
  employer_level_low:
    'Arbeidsgiverens innlogging beviste ikke nivået som kreves: passord, eller ingen avtalt påstand om nivå. Personen må bruke smartkort eller en annen eID.',
  no_active_eid: 'Personen har ingen aktiv eID hos denne tilbyderen. Ingenting å rette i klienten.',
  eid_blocked: 'Personens eID er sperret hos utstederen. Ingenting å rette i klienten.',
  pid_missing:
    'Identitetstilbyderen sendte ikke fødselsnummer eller D-nummer. Ved regional innlogging må arbeidsgiveren legge det til i det katalogen sender.',
  pid_invalid:
    'Nummeret fra identitetstilbyderen har feil kontrollsifre eller dato. Meld det til driften av Tillit med korrelasjons-id.',
  pid_kind_not_allowed:
    'Testmiljøer tar bare syntetiske numre, produksjon tar ingen. Bruk en testperson, eller det andre miljøet.',
  pid_retired: 'Nummeret er avløst i Folkeregisteret. Personen trenger en eID på det nye nummeret.',
  person_dead: 'Folkeregisteret sier at personen er død. Ingenting å rette i klienten.',
  authentication_too_old:
    'Tilbyderen svarte med en innlogging som er eldre enn max_age, eller som ikke var ny med prompt=login. Be om innlogging igjen; fortsetter det, meld fra om tilbyderen.',
  cancelled: 'Personen valgte å gå tilbake. Vis deres egen startside; ikke send personen hit igjen med det samme.',
  login_timed_out: 'Personen brukte for lang tid hos tilbyderen. Ingenting å rette i klienten.',
  provider_refused: 'Identitetstilbyderen sa nei uten en grunn som vi kjenner. Driften ser feilkoden i loggen.',
  provider_unavailable: 'Identitetstilbyderen svarer ikke. Prøv senere; en annen tilbyder kan virke.',
  provider_answer_invalid:
    'Svaret fra identitetstilbyderen besto ikke en kontroll (signatur, nonce, utsteder, tid). Det er logget; meld fra med korrelasjons-id.',
  organisation_mismatch:
    'Den regionale innloggingen gjelder en annen organisasjon enn klientens. En slik innlogging teller bare for klientene til egen arbeidsgiver.',
  register_unavailable:
    'Folkeregisteret svarte ikke, eller Helsepersonellregisteret (HPR) svarte ikke og scopene eller API-et trenger det. Prøv senere. En klient som klarer seg uten HPR-nummer, kan få person_register_policy satt til continue_without_hpr.',
  register_ambiguous:
    'Et register ga mer enn én person for nummeret. Personen må ringe brukerstøtten; ingen velger mellom dem.',
  provider_unknown: 'acr_values nevner en idp som ikke finnes. Id-ene står på /connect/availableidps.',
  provider_not_allowed: 'acr_values nevner en idp som ikke står i klientens allowed_identity_providers.',
  provider_too_weak: 'acr_values nevner en idp som ikke kan nå nivået som denne forespørselen krever.',
  no_provider_left:
    'Ingen tilbyder oppfyller både allowed_identity_providers og nivået som kreves. Endre registreringen av klienten.',
  person_unknown: 'Folkeregisteret kjenner ingen med nummeret. I et testmiljø: bruk en testperson som registeret har.',
  too_young: 'Personen er yngre enn minimum_age for klienten. Fortell på egen startside hvem tjenesten er for.',
  age_unknown:
    'Klienten har minimum_age, og verken Folkeregisteret eller nummeret sier når personen er født. Det er ingenting å rette i klienten.',
  login_not_completed:
    'Tilbyderen skiller ikke mellom en person som avbrøt, og en eID som var sperret eller utløpt. Vis deres egen startside; ingenting å rette i klienten.',
  login_in_progress:
    'En annen innlogging med samme eID er i gang på personens telefon. Ingenting å rette i klienten. Personen kan prøve igjen.',
  guest_account:
    'Personen logget inn hos arbeidsgiveren med en gjestekonto. Ingenting å rette i klienten. Personen må bruke sin egen arbeidsgiver eller en egen eID.',
  login_expired:
    'Personen brukte for lang tid på innloggingen, og gikk så tilbake. Ingenting å rette i klienten: la personen starte på nytt.',
  login_finished:
    'Personen åpnet en side i en innlogging som alt var ferdig, for eksempel med tilbakeknappen. Klienten har fått svaret sitt. Ingenting å rette.',
  attempt_superseded:
    'Personen startet innloggingen på nytt, og et svar på det forrige forsøket kom senere. Ingenting å rette i klienten.',
  page_expired:
    'Innloggingen tok lengre tid enn den kan leve, eller siden ble åpnet fra et bokmerke. Begynn alltid med en ny PAR-forespørsel.',
  other_browser:
    'En innlogging hører til nettleseren som begynte den. Ikke gi adressen videre til en annen nettleser, og ikke åpne den i en forhåndsvisning først.',
  form_not_ours:
    'Et skjema kom uten sin nøkkel eller fra en annen opprinnelse. Sidene våre kan ikke vises i ramme, kopieres eller sendes fra et skript.',
  request_uri_invalid:
    'request_uri er ukjent, brukt opp, eller ble ikke begynt innen sin expires_in (90 s). Send en ny PAR-forespørsel for hver innlogging.',
  person_changed: 'En annen person logget inn i samme nettleser mens denne innloggingen pågikk. Begynn på nytt.',
  request_invalid:
    'En parameter mangler, er gjentatt eller har feil form; error_description sier hvilken. Sammenlign med metadata (discovery).',
  client_unknown: 'Det finnes ingen aktiv klient med denne client_id i dette miljøet. Kontroller id og utsteder.',
  redirect_uri_invalid:
    'redirect_uri må være lik en registrert, tegn for tegn. Bare en native-klient kan bruke en annen port på en loopback-adresse.',
  scope_refused:
    'Et scope er ukjent, ikke godkjent for klienten, eller ikke ment for denne typen tildeling. error_description nevner det første. Be eieren av API-et om tilgang.',
  resource_refused:
    'Et token gjelder nøyaktig ett API. Send scope fra ett API, eller nevn én resource (RFC 8707) når scopene hører til flere.',
  agreements_missing:
    'Organisasjonen bak klienten mangler kundeavtale, bruksvilkår eller risikovurdering. Driften registrerer dem.',
  client_disabled: 'Klienten eller organisasjonen er et utkast eller er sperret. Spør eieren eller driften.',
  post_logout_redirect_uri_invalid:
    'post_logout_redirect_uri må være lik en registrert, tegn for tegn, og trenger id_token_hint eller client_id.',
  id_token_hint_invalid:
    'id_token_hint må være et ID-token som denne utstederen har signert. Det kan være utløpt; et access token duger ikke.',
  not_found:
    'Det finnes ingenting på denne adressen. Stier er eksakte: store og små bokstaver teller, og skråstrek til slutt også. Les dem fra metadata.',
  method_not_allowed: 'Adressen tar en annen metode; hodet Allow sier hvilken.',
  host_unknown:
    'Host-hodet er ikke utstederens. Kall Tillit på utstederadressen, og la en mellomtjener sende den verten videre.',
  body_too_large: 'Innholdet er større enn en forespørsel i denne protokollen kan være.',
  content_type_wrong: 'Send application/x-www-form-urlencoded.',
  pushed_request_required:
    'Hver innlogging begynner på /connect/par (RFC 9126). Autorisasjonsadressen tar bare client_id og request_uri.',
  too_many_requests:
    'For mange forespørsler på kort tid: fra denne klienten etter at den var autentisert, eller fra denne adressen. Vent så lenge som Retry-After sier. Bruk et token til det utløper i stedet for å be om et nytt for hvert kall.',
  organisation_parent_refused:
    'Virksomheten har ingen gyldig fullmakt til klientens leverandør, er stengt, mangler en avtale, eller attesten oppgir en annen juridisk enhet enn den klienten handler for. Koden hos HelseID er HID-1001. Be virksomheten gi fullmakt; loggen sier hva det var.',
  organisation_child_refused:
    'Underenheten står ikke i child_organisations for klienten, eller er ikke aktiv; i en attest er behandlingsstedet ikke en enhet i virksomheten. Koden hos HelseID er HID-1002.',
  organisation_child_of_parent_refused:
    'Underenheten er ikke registrert som aktiv under virksomheten, eller fullmakten har en liste over underenheter der den ikke står. Koden hos HelseID er HID-1003.',
  organisation_number_invalid:
    'Et organisasjonsnummer har ni sifre uten mellomrom, og det siste er et kontrollsiffer (modulus 11). JSON-pekeren sist i error_description sier hvilket nummer det gjelder. Koden hos HelseID er HID-1004.',
  organisation_parent_not_taken:
    'Klienten er registrert som single-tenant: hovedenheten ligger fast, og bare en underenhet kan oppgis. Koden hos HelseID er HID-1005.',
  organisation_child_not_taken:
    'Klienten er registrert uten child_organisations og kan ikke oppgi noen. Koden hos HelseID er HID-1006.',
  details_malformed:
    'assertion_details eller authorization_details kan ikke leses: JSON-pekeren sist i error_description sier hvor. Send en liste med typene helseid_authorization, nhn:sfm:journal-id og nhn:tillitsrammeverk:parameters, høyst én av hver. Koden hos HelseID er HID-1007.',
  organisation_fixed:
    'Registreringen av klienten bestemmer virksomheten eller journal-id-en; send ingenting. Koden hos HelseID er HID-1010.',
  details_doubled:
    'Den samme strukturen kom to steder: i request-objektet og i klientens assertion, eller under begge navn. Send den én gang. Det et request-objekt har låst, kan bare endres med ny innlogging. Koden hos HelseID er HID-DOUBLE-STRUCTURE.',
  details_unsigned:
    'Legg assertion_details i klientens assertion, eller authorization_details i det signerte request-objektet. En skjemaparameter er ikke signert og blir ikke godtatt.',
  tenant_terms_missing:
    'Virksomheten klienten handler for, har ikke godtatt vilkårene til API-et, eller ingen er oppgitt. Utelat scopet, eller be virksomheten godta vilkårene. Med andre scopes i forespørselen er svaret et token og rejected_scope.',
  request_object_invalid:
    'Request-objektet må være signert med en registrert nøkkel for klienten, med iss lik client_id, aud lik issuer som én streng, client_id, exp og nbf med høyst 60 s mellom, og typ oauth-authz-req+jwt eller JWT. error_description sier hva som var feil.',
  request_object_required:
    'request_object_policy for klienten er required: send parametrene i et signert request-objekt (parameteren request) til endepunktet for pushed authorization.',
  parameter_outside_request_object:
    'Med et request-objekt må alle parametre stå i det; ved siden av står bare client_id og klientens assertion. En klient som er registrert som merged, kan ha noen i skjemaet, men ikke med en annen verdi.',
  request_object_replayed:
    'jti i request-objektet er brukt før, i et request-objekt eller i en assertion. Lag en ny for hver forespørsel.',
  on_behalf_of_refused:
    'on_behalf_of er organisasjonsnummeret (ni sifre) til en virksomhet som klienten er registrert for: egen hovedenhet, en av child_organisations eller, for en multi-tenant-klient, leverandøren eller en virksomhet med gyldig delegering.',
  hint_of_another_person:
    'Klienten sendte id_token_hint, og en annen person logget inn. Da gis ingen kode (OpenID Connect Core 3.1.2.1). Skal en ny person inn, avslutt den gamle økten og spør uten id_token_hint.',
  client_authentication_failed:
    'Ett svar for alle årsaker, så det ikke sier noe til utenforstående. Kontroller: client_id er registrert og aktiv her; assertion er signert med en registrert nøkkel (kid); aud er utstederen, som én streng; iss og sub er client_id; iat og exp er hele sekunder, exp høyst 60 s senere; jti er ny for hver forespørsel; klokka går riktig. Eieren av klienten finner den nøyaktige årsaken med tillit explain og x-correlation-id fra svaret.',
  assertion_replayed:
    'En assertion gjelder én gang. Lag en ny, med ny jti, for hver forespørsel; bare nytt forsøk etter use_dpop_nonce kan sende den samme.',
  dpop_missing: 'Send ett DPoP-bevis (RFC 9449) i hodet DPoP med hver token-forespørsel.',
  dpop_invalid:
    'Kontroller beviset: typ dpop+jwt, asymmetrisk alg, bare offentlig jwk, htm og htu for akkurat denne forespørselen uten query, iat innen ett minutt, ny jti, den nonce som sist ble gitt ut, og ath når et access token følger med.',
  dpop_replayed: 'Et bevis gjelder én gang. Lag et nytt, med ny jti, for hver forespørsel.',
  dpop_nonce_required:
    'Ikke en feil i oppsettet: legg verdien av hodet DPoP-Nonce i svaret inn i beviset som nonce, og send forespørselen igjen. Ingenting er brukt opp; assertion, kode og refresh token gjelder fortsatt.',
  grant_invalid:
    'Koden eller refresh token er ukjent, utløpt, brukt, avsluttet ved utlogging eller tilbaketrekking, eller en annen klients; eller redirect_uri eller code_verifier er en annen enn i PAR. En kode lever 60 s og gjelder én gang. La personen logge inn igjen.',
  code_replayed: 'Koden ble brukt en gang til; det den ga er trukket tilbake. Send hver kode én gang, fra ett sted.',
  grant_ended:
    'Innloggingen bak dette tokenet er avsluttet ved utlogging, tilbaketrekking, eller fordi koden ble brukt to ganger. La personen logge inn igjen.',
  level_not_reached:
    'Innloggingen bak tildelingen beviser mindre enn det som kreves nå: minstekravet til klienten eller scopet er hevet. La personen logge inn igjen.',
  grant_type_refused: 'Klienten er ikke registrert for denne grant_type.',
  grant_type_unknown: 'Tjeneren kjenner ikke denne grant_type. Se grant_types_supported i metadata.',
  access_token_invalid:
    'Send access token som Authorization: DPoP med et bevis fra nøkkelen det er bundet til. Det må være vårt, ikke utløpt, ha openid, og innloggingen må ikke være avsluttet.',
  login_required:
    'Det finnes ingen innlogging som er god nok for denne forespørselen, og prompt=none forbyr å spørre. Send personen uten prompt=none.',
  refresh_token_idle:
    'Refresh-tokenet har ligget ubrukt lenger enn det får. rt_expires_in sier når det dør. La personen logge inn igjen.',
  refresh_token_reused:
    'Et engangs refresh-token ble brukt en gang til, og det det ga er trukket tilbake. Ta vare på det nye tokenet før du bruker det, og spør fra ett sted om gangen. Et svar som ble borte kan hentes igjen i 30 sekunder med samme DPoP-nøkkel.',
  subject_token_invalid:
    'subject_token må være et access token fra denne tjeneren som ikke er utløpt, trukket tilbake eller avsluttet ved utlogging.',
  exchange_not_permitted: 'Klienten som tokenet ble utstedt til, må nevne din klient i token_exchange_actors.',
  exchange_owner_mismatch: 'subject_token må gjelde et API som din organisasjon eier.',
  exchange_too_deep: 'Tokenet er vekslet så mange ganger som det er lov til. Be om et token tidligere i kjeden.',
  insufficient_scope:
    'Access-tokenet mangler scopet som operasjonen nevner i OpenAPI-dokumentet. Be om det, og få det godkjent.',
  change_not_allowed:
    'Det du endrer, tilhører en annen organisasjon, eller avgjøres bare av en driftsansvarlig eller av eieren av API-et. errors lister hvert sted.',
  change_refused:
    'errors lister hvert problem med en JSON-peker, hva som ble funnet og hva som er tillatt. Ingenting av endringen ble gjort.',
  precondition_failed:
    'Det har en annen ETag enn den i If-Match, eller det finnes alt. Hent det, flett endringen inn og send det med den nye ETag-en.',
  precondition_required: 'Send If-Match med ETag-en du fikk, eller If-None-Match: * for å opprette.',
  private_key_offered:
    'Send bare kty, de offentlige medlemmene, kid, use og alg. Nøkkelen som ble sendt, må byttes ut.',
  exchange_organisation_ended:
    'Klienten som subject_token først ble utstedt til, kan ikke lenger handle for organisasjonen i tokenet: organisasjonen er ikke aktiv, eller delegeringen er trukket tilbake eller utløpt.',
  exchange_details_refused:
    'Ta assertion_details og authorization_details ut av forespørselen. Et vekslet token gjelder for samme organisasjon som subject_token; din egen står i act.',
  last_key:
    'Klienten er aktiv, og ingen annen nøkkel gjelder. Legg til en ny nøkkel, ta den i bruk, og fjern så denne. Skal klienten ikke brukes mer, sett status til disabled.',
  api_key_invalid:
    'Send API-nøkkelen i hodet api-key, slik den ble vist da den ble laget. Ett svar for alle årsaker. Virksomheten lager en ny med POST /api-keys i admin-API-et.',
  not_a_draft: 'Bare en klient med status draft kan bekreftes. Hent klienten og se på status.',
  return_address_wrong:
    'redirectPort må være ett tall fra 1 til 65535, og redirectPath en sti av bokstaver, tall og .-_~ uten spørring. Begge gjelder http://localhost og ingenting annet.',
  temporarily_unavailable:
    'En del som vi trenger svarer ikke, så svaret er nei. Ingenting er utstedt. Vent så lenge som Retry-After sier, og prøv igjen med en ny assertion.',
  server_error: 'En feil hos oss. Meld fra med korrelasjons-id fra svaret.',
}
