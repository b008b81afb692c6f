import type { Texts } from '../texts.ts'

/** Nynorsk: what an integrator does about each refusal, for the page behind `error_uri`. In the order of `src/http/reasons.ts`. */
export const integratorAdvice: Texts['integratorAdvice'] = {
  minid_refused:
    'Ingenting å rette i klienten. Personen brukte MinID (nivå 3) der nivå 4 er kravet. Handter access_denied ved å seie at innlogginga ikkje vart fullført, og la personen prøve igjen.',
  level_too_low:
    'Innlogginga prova eit lågare nivå enn det høgaste av: minimum_security_level for klienten, minstekravet til kvart scope det vart bede om, og acr_values. Be berre om dei scopa de treng, og sei kva eID-ar som kan brukast.',
  level_unknown:
    'Identitetstilbydaren sende ingen acr, eller ein som ikkje er avtalt. Klienten kan ikkje rette det; drifta av Tillit ser i loggen kva som kom.',
  employer_level_low:
    'Innlogginga hos arbeidsgjevaren prova ikkje nivået som er kravet: passord, eller ingen avtalt påstand om nivå. Personen må bruke smartkort eller ein annan eID.',
  no_active_eid: 'Personen har ingen aktiv eID hos denne tilbydaren. Ingenting å rette i klienten.',
  eid_blocked: 'eID-en til personen er sperra hos utferdaren. Ingenting å rette i klienten.',
  pid_missing:
    'Identitetstilbydaren sende ikkje fødselsnummer eller D-nummer. Ved regional innlogging må arbeidsgjevaren leggje det til i det katalogen sender.',
  pid_invalid:
    'Nummeret frå identitetstilbydaren har feil kontrollsiffer eller dato. Meld det til drifta av Tillit med korrelasjons-id.',
  pid_kind_not_allowed:
    'Testmiljø tek berre syntetiske nummer, produksjon tek ingen. Bruk ein testperson, eller det andre miljøet.',
  pid_retired: 'Nummeret er avløyst i Folkeregisteret. Personen treng ein eID på det nye nummeret.',
  person_dead: 'Folkeregisteret seier at personen er død. Ingenting å rette i klienten.',
  authentication_too_old:
    'Tilbydaren svarte med ei innlogging som er eldre enn max_age, eller som ikkje var ny med prompt=login. Be om innlogging igjen; held det fram, meld frå om tilbydaren.',
  cancelled: 'Personen valde å gå tilbake. Vis dykkar eiga startside; ikkje send personen hit igjen med det same.',
  login_timed_out: 'Personen brukte for lang tid hos tilbydaren. Ingenting å rette i klienten.',
  provider_refused: 'Identitetstilbydaren sa nei utan ein grunn som vi kjenner. Drifta ser feilkoden i loggen.',
  provider_unavailable: 'Identitetstilbydaren svarar ikkje. Prøv seinare; ein annan tilbydar kan verke.',
  provider_answer_invalid:
    'Svaret frå identitetstilbydaren klarte ikkje ein kontroll (signatur, nonce, utferdar, tid). Det er logga; meld frå med korrelasjons-id.',
  organisation_mismatch:
    'Den regionale innlogginga gjeld ein annan organisasjon enn den til klienten. Ei slik innlogging tel berre for klientane til eigen arbeidsgjevar.',
  register_unavailable:
    'Folkeregisteret svara ikkje, eller Helsepersonellregisteret (HPR) svara ikkje og scopa eller API-et treng det. Prøv seinare. Ein klient som klarer seg utan HPR-nummer, kan få person_register_policy sett til continue_without_hpr.',
  register_ambiguous:
    'Eit register gav meir enn éin person for nummeret. Personen må ringje brukarstøtta; ingen vel mellom dei.',
  provider_unknown: 'acr_values nemner ein idp som ikkje finst. Id-ane står på /connect/availableidps.',
  provider_not_allowed: 'acr_values nemner ein idp som ikkje står i allowed_identity_providers for klienten.',
  provider_too_weak: 'acr_values nemner ein idp som ikkje kan nå nivået som denne førespurnaden krev.',
  no_provider_left:
    'Ingen tilbydar oppfyller både allowed_identity_providers og nivået som er kravet. Endre registreringa av klienten.',
  person_unknown:
    'Folkeregisteret kjenner ingen med nummeret. I eit testmiljø: bruk ein testperson som registeret har.',
  too_young: 'Personen er yngre enn minimum_age for klienten. Fortel på eiga startside kven tenesta er for.',
  age_unknown:
    'Klienten har minimum_age, og verken Folkeregisteret eller nummeret seier når personen er fødd. Det er ingenting å rette i klienten.',
  login_not_completed:
    'Tilbydaren skil ikkje mellom ein person som avbraut, og ein eID som var sperra eller utgått. Vis dykkar eiga startside; ingenting å rette i klienten.',
  login_in_progress:
    'Ei anna innlogging med same eID er i gang på telefonen til personen. Ingenting å rette i klienten. Personen kan prøve igjen.',
  guest_account:
    'Personen logga inn hos arbeidsgivaren med ein gjestekonto. Ingenting å rette i klienten. Personen må bruke sin eigen arbeidsgivar eller ein eigen eID.',
  login_expired:
    'Personen brukte for lang tid på innlogginga, og gjekk så tilbake. Ingenting å rette i klienten: lat personen starte på nytt.',
  login_finished:
    'Personen opna ei side i ei innlogging som alt var ferdig, til dømes med tilbakeknappen. Klienten har fått svaret sitt. Ingenting å rette.',
  attempt_superseded:
    'Personen starta innlogginga på nytt, og eit svar på det førre forsøket kom seinare. Ingenting å rette i klienten.',
  page_expired:
    'Innlogginga tok lengre tid enn ho kan leve, eller sida vart opna frå eit bokmerke. Byrja alltid med ein ny PAR-førespurnad.',
  other_browser:
    'Ei innlogging høyrer til nettlesaren som byrja henne. Ikkje gje adressa vidare til ein annan nettlesar, og ikkje opne henne i ei førehandsvising fyrst.',
  form_not_ours:
    'Eit skjema kom utan nøkkelen sin eller frå eit anna opphav. Sidene våre kan ikkje visast i ramme, kopierast eller sendast frå eit skript.',
  request_uri_invalid:
    'request_uri er ukjend, brukt opp, eller vart ikkje byrja innan sin expires_in (90 s). Send ein ny PAR-førespurnad for kvar innlogging.',
  person_changed: 'Ein annan person logga inn i same nettlesar medan denne innlogginga gjekk føre seg. Byrja på nytt.',
  request_invalid:
    'Ein parameter manglar, er teken oppatt eller har feil form; error_description seier kva for ein. Samanlikn med metadata (discovery).',
  client_unknown: 'Det finst ingen aktiv klient med denne client_id i dette miljøet. Kontroller id og utferdar.',
  redirect_uri_invalid:
    'redirect_uri må vere lik ein registrert, teikn for teikn. Berre ein native-klient kan bruke ein annan port på ei loopback-adresse.',
  scope_refused:
    'Eit scope er ukjent, ikkje godkjent for klienten, eller ikkje meint for denne typen tildeling. error_description nemner det fyrste. Be eigaren av API-et om tilgang.',
  resource_refused:
    'Eit token gjeld nøyaktig eitt API. Send scope frå eitt API, eller nemn éin resource (RFC 8707) når scopa høyrer til fleire.',
  agreements_missing:
    'Organisasjonen bak klienten manglar kundeavtale, bruksvilkår eller risikovurdering. Drifta registrerer dei.',
  client_disabled: 'Klienten eller organisasjonen er eit utkast eller er sperra. Spør eigaren eller drifta.',
  post_logout_redirect_uri_invalid:
    'post_logout_redirect_uri må vere lik ein registrert, teikn for teikn, og treng id_token_hint eller client_id.',
  id_token_hint_invalid:
    'id_token_hint må vere eit ID-token som denne utferdaren har signert. Det kan vere utgått; eit access token duger ikkje.',
  not_found:
    'Det finst ingenting på denne adressa. Stiar er eksakte: store og små bokstavar tel, og skråstrek til slutt òg. Les dei frå metadata.',
  method_not_allowed: 'Adressa tek ein annan metode; hovudet Allow seier kva for ein.',
  host_unknown:
    'Host-hovudet er ikkje det til utferdaren. Kall Tillit på utferdaradressa, og la ein mellomtenar sende den verten vidare.',
  body_too_large: 'Innhaldet er større enn ein førespurnad i denne protokollen kan vere.',
  content_type_wrong: 'Send application/x-www-form-urlencoded.',
  pushed_request_required:
    'Kvar innlogging byrjar på /connect/par (RFC 9126). Autorisasjonsadressa tek berre client_id og request_uri.',
  too_many_requests:
    'For mange førespurnader på kort tid: frå denne klienten etter at han var autentisert, eller frå denne adressa. Vent så lenge som Retry-After seier. Bruk eit token til det går ut i staden for å be om eit nytt for kvart kall.',
  organisation_parent_refused:
    'Verksemda har inga gyldig fullmakt til leverandøren av klienten, er stengd, manglar ein avtale, eller attesten oppgjev ei anna juridisk eining enn den klienten handlar for. Koden hos HelseID er HID-1001. Be verksemda gje fullmakt; loggen seier kva det var.',
  organisation_child_refused:
    'Undereininga står ikkje i child_organisations for klienten, eller er ikkje aktiv; i ein attest er behandlingsstaden ikkje ei eining i verksemda. Koden hos HelseID er HID-1002.',
  organisation_child_of_parent_refused:
    'Undereininga er ikkje registrert som aktiv under verksemda, eller fullmakta har ei liste over undereiningar der ho ikkje står. Koden hos HelseID er HID-1003.',
  organisation_number_invalid:
    'Eit organisasjonsnummer har ni siffer utan mellomrom, og det siste er eit kontrollsiffer (modulus 11). JSON-peikaren sist i error_description seier kva nummer det gjeld. Koden hos HelseID er HID-1004.',
  organisation_parent_not_taken:
    'Klienten er registrert som single-tenant: hovudeininga ligg fast, og berre ei undereining kan oppgjevast. Koden hos HelseID er HID-1005.',
  organisation_child_not_taken:
    'Klienten er registrert utan child_organisations og kan ikkje oppgje nokon. Koden hos HelseID er HID-1006.',
  details_malformed:
    'assertion_details eller authorization_details kan ikkje lesast: JSON-peikaren sist i error_description seier kvar. Send ei liste med typane helseid_authorization, nhn:sfm:journal-id og nhn:tillitsrammeverk:parameters, høgst éin av kvar. Koden hos HelseID er HID-1007.',
  organisation_fixed:
    'Registreringa av klienten avgjer verksemda eller journal-id-en; send ingenting. Koden hos HelseID er HID-1010.',
  details_doubled:
    'Den same strukturen kom to stader: i request-objektet og i assertion frå klienten, eller under begge namna. Send han éin gong. Det eit request-objekt har låst, kan berre endrast med ny innlogging. Koden hos HelseID er HID-DOUBLE-STRUCTURE.',
  details_unsigned:
    'Legg assertion_details i assertion frå klienten, eller authorization_details i det signerte request-objektet. Ein skjemaparameter er ikkje signert og blir ikkje godteken.',
  tenant_terms_missing:
    'Verksemda klienten handlar for, har ikkje godteke vilkåra til API-et, eller inga er oppgitt. Utelat scopet, eller be verksemda godta vilkåra. Med andre scope i førespurnaden er svaret eit token og rejected_scope.',
  request_object_invalid:
    'Request-objektet må vere signert med ein registrert nøkkel for klienten, med iss lik client_id, aud lik issuer som éin streng, client_id, exp og nbf med høgst 60 s mellom, og typ oauth-authz-req+jwt eller JWT. error_description seier kva som var feil.',
  request_object_required:
    'request_object_policy for klienten er required: send parametrane i eit signert request-objekt (parameteren request) til endepunktet for pushed authorization.',
  parameter_outside_request_object:
    'Med eit request-objekt må alle parametrar stå i det; ved sida av står berre client_id og assertion frå klienten. Ein klient som er registrert som merged, kan ha nokre i skjemaet, men ikkje med ein annan verdi.',
  request_object_replayed:
    'jti i request-objektet er brukt før, i eit request-objekt eller i ein assertion. Lag ein ny for kvar førespurnad.',
  on_behalf_of_refused:
    'on_behalf_of er organisasjonsnummeret (ni siffer) til ei verksemd som klienten er registrert for: eiga hovudeining, ei av child_organisations eller, for ein multi-tenant-klient, leverandøren eller ei verksemd med gyldig delegering.',
  hint_of_another_person:
    'Klienten sende id_token_hint, og ein annan person logga inn. Då blir det ikkje gitt nokon kode (OpenID Connect Core 3.1.2.1). Skal ein ny person inn, avslutt den gamle økta og spør utan id_token_hint.',
  client_authentication_failed:
    'Eitt svar for alle årsaker, så det ikkje seier noko til utanforståande. Kontroller: client_id er registrert og aktiv her; assertion er signert med ein registrert nøkkel (kid); aud er utferdaren, som éin streng; iss og sub er client_id; iat og exp er heile sekund, exp høgst 60 s seinare; jti er ny for kvar førespurnad; klokka går rett. Eigaren av klienten finn den nøyaktige årsaka med tillit explain og x-correlation-id frå svaret.',
  assertion_replayed:
    'Ein assertion gjeld éin gong. Lag ein ny, med ny jti, for kvar førespurnad; berre nytt forsøk etter use_dpop_nonce kan sende den same.',
  dpop_missing: 'Send eitt DPoP-prov (RFC 9449) i hovudet DPoP med kvar token-førespurnad.',
  dpop_invalid:
    'Kontroller provet: typ dpop+jwt, asymmetrisk alg, berre offentleg jwk, htm og htu for akkurat denne førespurnaden utan query, iat innan eitt minutt, ny jti, den nonce som sist vart gjeven ut, og ath når eit access token følgjer med.',
  dpop_replayed: 'Eit prov gjeld éin gong. Lag eit nytt, med ny jti, for kvar førespurnad.',
  dpop_nonce_required:
    'Ikkje ein feil i oppsettet: legg verdien av hovudet DPoP-Nonce i svaret inn i provet som nonce, og send førespurnaden igjen. Ingenting er brukt opp; assertion, kode og refresh token gjeld framleis.',
  grant_invalid:
    'Koden eller refresh token er ukjend, utgått, brukt, avslutta ved utlogging eller tilbaketrekking, eller høyrer til ein annan klient; eller redirect_uri eller code_verifier er ein annan enn i PAR. Ein kode lever 60 s og gjeld éin gong. La personen logge inn igjen.',
  code_replayed: 'Koden vart brukt ein gong til; det han gav er trekt tilbake. Send kvar kode éin gong, frå éin stad.',
  grant_ended:
    'Innlogginga bak dette tokenet er avslutta ved utlogging, tilbaketrekking, eller fordi koden vart brukt to gonger. La personen logge inn igjen.',
  level_not_reached:
    'Innlogginga bak tildelinga provar mindre enn det som er kravet no: minstekravet til klienten eller scopet er heva. La personen logge inn igjen.',
  grant_type_refused: 'Klienten er ikkje registrert for denne grant_type.',
  grant_type_unknown: 'Tenaren kjenner ikkje denne grant_type. Sjå grant_types_supported i metadata.',
  access_token_invalid:
    'Send access token som Authorization: DPoP med eit prov frå nøkkelen det er bunde til. Det må vere vårt, ikkje utgått, ha openid, og innlogginga må ikkje vere avslutta.',
  login_required:
    'Det finst inga innlogging som er god nok for denne førespurnaden, og prompt=none forbyd å spørje. Send personen utan prompt=none.',
  refresh_token_idle:
    'Refresh-tokenet har lege ubrukt lenger enn det får. rt_expires_in seier når det døyr. La personen logge inn igjen.',
  refresh_token_reused:
    'Eit eingongs refresh-token vart brukt ein gong til, og det det gav er trekt tilbake. Ta vare på det nye tokenet før du bruker det, og spør frå éin stad om gongen. Eit svar som vart borte kan hentast igjen i 30 sekund med same DPoP-nøkkel.',
  subject_token_invalid:
    'subject_token må vere eit access token frå denne tenaren som ikkje er utgått, trekt tilbake eller avslutta ved utlogging.',
  exchange_not_permitted: 'Klienten som tokenet vart utferda til, må nemne din klient i token_exchange_actors.',
  exchange_owner_mismatch: 'subject_token må gjelde eit API som din organisasjon eig.',
  exchange_too_deep: 'Tokenet er veksla så mange gonger som det er lov til. Be om eit token tidlegare i kjeda.',
  insufficient_scope:
    'Access-tokenet manglar scopet som operasjonen nemner i OpenAPI-dokumentet. Be om det, og få det godkjent.',
  change_not_allowed:
    'Det du endrar, høyrer til ein annan organisasjon, eller blir avgjort berre av ein driftsansvarleg eller av eigaren av API-et. errors listar kvar stad.',
  change_refused:
    'errors listar kvart problem med ein JSON-peikar, kva som vart funne og kva som er tillate. Ingenting av endringa vart gjort.',
  precondition_failed:
    'Det har ein annan ETag enn den i If-Match, eller det finst alt. Hent det, flett endringa inn og send det med den nye ETag-en.',
  precondition_required: 'Send If-Match med ETag-en du fekk, eller If-None-Match: * for å opprette.',
  private_key_offered:
    'Send berre kty, dei offentlege medlemene, kid, use og alg. Nøkkelen som vart send, må bytast ut.',
  exchange_organisation_ended:
    'Klienten som subject_token først vart utskrive til, kan ikkje lenger handle for organisasjonen i tokenet: organisasjonen er ikkje aktiv, eller delegeringa er trekt tilbake eller har gått ut.',
  exchange_details_refused:
    'Ta assertion_details og authorization_details ut av førespurnaden. Eit veksla token gjeld for same organisasjon som subject_token; din eigen står i act.',
  last_key:
    'Klienten er aktiv, og ingen annan nøkkel gjeld. Legg til ein ny nøkkel, ta han i bruk, og fjern så denne. Skal klienten ikkje brukast meir, set status til disabled.',
  api_key_invalid:
    'Send API-nøkkelen i hovudet api-key, slik han vart vist då han vart laga. Eitt svar for alle årsaker. Verksemda lagar ein ny med POST /api-keys i admin-API-et.',
  not_a_draft: 'Berre ein klient med status draft kan stadfestast. Hent klienten og sjå på status.',
  return_address_wrong:
    'redirectPort må vere eitt tal frå 1 til 65535, og redirectPath ein stig av bokstavar, tal og .-_~ utan spørjing. Begge gjeld http://localhost og ikkje noko anna.',
  temporarily_unavailable:
    'Ein del som vi treng svarar ikkje, så svaret er nei. Ingenting er utferda. Vent så lenge som Retry-After seier, og prøv igjen med ein ny assertion.',
  server_error: 'Ein feil hos oss. Meld frå med korrelasjons-id frå svaret.',
}
