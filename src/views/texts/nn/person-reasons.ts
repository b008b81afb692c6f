import type { Texts } from '../texts.ts'
import { restart, urgent } from './advice.ts'

/** Nynorsk: refusals about the person, the eID and the flow in the browser (1xx, 2xx), in the order of `src/http/reasons.ts`. */
export const personReasons = {
  minid_refused: {
    heading: 'MinID er ikkje sikker nok her',
    body: 'Du er ikkje logga inn. Du brukte MinID, som er på tryggleiksnivå 3. {service} krev {needed}.',
    next: 'Logg inn med ein eID på nivå 4, til dømes BankID, Buypass ID eller Commfides.',
  },
  level_too_low: {
    heading: 'Innlogginga er ikkje sikker nok her',
    body: 'Du er ikkje logga inn. {provider} stadfesta deg på nivå {level}, men {service} krev {needed}.',
    withoutLevel: 'Du er ikkje logga inn. {provider} stadfesta deg på eit lågare nivå enn {service} krev.',
    next: 'Vel ein eID på eit høgare nivå.',
  },
  level_unknown: {
    heading: 'Vi veit ikkje kor sikker innlogginga var',
    body: 'Du er ikkje logga inn. {provider} oppgav ikkje eit tryggleiksnivå som vi kjenner, og {service} krev {needed}. Feilen er ikkje hos deg.',
    next: 'Vel ein annan eID.',
  },
  employer_level_low: {
    heading: 'Innlogginga frå arbeidsgivaren er ikkje sterk nok',
    body: 'Du er ikkje logga inn. {employer} stadfesta deg på nivå {level}, men {service} krev {needed}.',
    withoutLevel: 'Du er ikkje logga inn. {employer} oppgav ikkje kor sikker innlogginga var.',
    next: 'Logg inn på nytt med smartkort eller tryggleiksnøkkel, eller spør brukarstøtta på jobben.',
  },
  no_active_eid: {
    heading: 'Vi fann ingen aktiv eID',
    body: 'Du er ikkje logga inn. {provider} fann ingen eID som er i bruk. Ei kodebrikke er ikkje det same som BankID. Ho kan verke i nettbanken sjølv om du ikkje har BankID.',
    next: 'Banken din må aktivere BankID for deg. Har du Buypass ID eller Commfides, kan du bruke han i staden.',
  },
  eid_blocked: {
    heading: 'eID-en din er sperra',
    body: 'Du er ikkje logga inn. {provider} svarar at eID-en er sperra. Det kan kome av for mange forsøk, eller av at han er meld tapt.',
    next: 'Kontakt utferdaren av eID-en, til dømes banken din. Vi kan ikkje opne han for deg.',
  },
  pid_missing: {
    heading: 'Innlogginga mangla fødselsnummer',
    body: 'Du er ikkje logga inn. {provider} sende ikkje fødselsnummer eller D-nummer, og det treng {service} for å vite kven du er.',
    next: 'Vel ein annan eID. Logga du inn gjennom jobben, be brukarstøtta der om å sjekke at nummeret ditt er registrert.',
  },
  pid_invalid: {
    heading: 'Nummeret i eID-en er ikkje gyldig',
    body: 'Du er ikkje logga inn. Nummeret vi fekk frå {provider}, er ikkje eit gyldig fødselsnummer eller D-nummer.',
    next: 'Vel ein annan eID, og sei frå til utferdaren av denne.',
  },
  pid_kind_not_allowed: {
    heading: 'Nummeret i eID-en kan ikkje brukast her',
    body: 'Du er ikkje logga inn. Vi tek ikkje imot denne typen nummer. Testnummer og ekte nummer blir aldri blanda, og hjelpenummer kan ikkje brukast til å logge inn.',
    next: 'Bruk ein eID med fødselsnummer eller D-nummer. Er dette ein test, bruk ein testperson.',
  },
  pid_retired: {
    heading: 'Nummeret i eID-en er ikkje lenger i bruk',
    body: 'Du er ikkje logga inn. Fødselsnummeret eller D-nummeret i eID-en er avslutta i Folkeregisteret, ofte fordi du har fått eit nytt.',
    next: 'Be utferdaren av eID-en om å oppdatere han. Vi kan ikkje endre nummeret for deg. Lurer du på noko som gjeld fødselsnummeret ditt, kontakt Skatteetaten.',
  },
  person_dead: {
    heading: 'Nummeret høyrer til ein person som er registrert død',
    body: 'Du er ikkje logga inn. Folkeregisteret viser at personen med dette nummeret er død. Ingen andre kan bruke denne eID-en.',
    next: 'Er registreringa feil, kontakt Skatteetaten. Er du pårørande og treng innsyn, ring oss, så hjelper vi deg vidare.',
  },
  authentication_too_old: {
    heading: 'Du må logge inn på nytt',
    body: 'Du er ikkje logga inn. {provider} brukte om att ei tidlegare innlogging, men {service} krev ei ny.',
    next: 'Prøv igjen, og stadfest med eID-en din når du blir spurd.',
  },
  cancelled: {
    heading: 'Du avbraut innlogginga',
    body: 'Du er ikkje logga inn, og vi har ikkje sendt opplysningar om deg til {service}.',
    next: 'Du kan prøve igjen, eller gå tilbake til {service}.',
  },
  login_timed_out: {
    heading: 'Innlogginga tok for lang tid',
    body: 'Du er ikkje logga inn. {provider} venta på svar frå deg til tida gjekk ut.',
    next: 'Prøv igjen, og ha mobilen, kortet eller kodebrikka klar.',
  },
  provider_refused: {
    heading: '{provider} godtok ikkje innlogginga',
    body: 'Du er ikkje logga inn. {provider} oppgav ingen grunn som vi kjenner.',
    next: 'Prøv igjen, eller vel ein annan eID. Skjer det igjen, kontakt {provider}.',
  },
  provider_unavailable: {
    heading: '{provider} svarar ikkje',
    body: 'Du er ikkje logga inn. Feilen er ikkje hos deg.',
    next: `Prøv igjen om nokre minutt, eller vel ein annan eID. ${urgent}`,
  },
  provider_answer_invalid: {
    heading: 'Vi kan ikkje stole på svaret frå {provider}',
    body: 'Du er ikkje logga inn. Svaret klarte ikkje kontrollane våre, og difor stoppa vi innlogginga. Feilen er ikkje hos deg.',
    next: 'Prøv igjen, eller vel ein annan eID. Skjer det igjen, ring oss og oppgi referansen.',
  },
  organisation_mismatch: {
    heading: 'Innlogginga gjeld ei anna verksemd',
    body: 'Du er ikkje logga inn. Du logga inn gjennom ein arbeidsgivar, men {service} høyrer til ei anna verksemd.',
    next: 'Bruk ein eID som er din eigen, til dømes BankID, eller logg inn gjennom rett arbeidsgivar.',
  },
  register_unavailable: {
    heading: 'Vi får ikkje kontrollert nummeret ditt no',
    body: 'Du er ikkje logga inn. Vi må spørje Folkeregisteret eller Helsepersonellregisteret før vi loggar deg inn, og vi fekk ikkje svar. Feilen er ikkje hos deg.',
    next: `Prøv igjen om nokre minutt. ${urgent}`,
  },
  register_ambiguous: {
    heading: 'Registeret gav meir enn eitt svar',
    body: 'Du er ikkje logga inn. Då vi spurde registeret om nummeret ditt, fekk vi meir enn éin person til svar. Vi gjettar ikkje kven av dei som er deg.',
    next: 'Ring oss og oppgi referansen. Gjeld det HPR-nummeret ditt, kan Helsedirektoratet rette det.',
  },
  provider_unknown: {
    heading: 'eID-en som tenesta bad om, finst ikkje her',
    body: 'Du er ikkje logga inn. {service} bad om ei innlogging vi ikkje kjenner.',
    next: 'Vel ein annan eID.',
  },
  provider_not_allowed: {
    heading: 'Denne eID-en kan ikkje brukast her',
    body: 'Du er ikkje logga inn. {service} har ikkje opna for å logge inn med denne eID-en.',
    next: 'Vel ein annan eID.',
  },
  provider_too_weak: {
    heading: 'Denne eID-en er ikkje sikker nok her',
    body: 'Du er ikkje logga inn. eID-en er på eit lågare nivå enn {service} krev.',
    next: 'Vel ein eID på eit høgare nivå.',
  },
  no_provider_left: {
    heading: 'Ingen eID kan brukast her no',
    body: 'Du er ikkje logga inn. Ingen av innloggingane våre oppfyller det {service} krev.',
    next: `Kontakt den som har ansvaret for tenesta. ${urgent}`,
  },
  person_unknown: {
    heading: 'Vi finn deg ikkje i Folkeregisteret',
    body: 'Du er ikkje logga inn. Folkeregisteret kjenner ikkje fødselsnummeret eller D-nummeret i eID-en.',
    next: 'Lurer du på noko som gjeld nummeret ditt, kontakt Skatteetaten. Du kan òg velje ein annan eID.',
  },
  too_young: {
    heading: 'Du er for ung til å logge inn her',
    body: 'Du er ikkje logga inn. Du må vere {age} for å logge inn på {service} på eiga hand.',
    next: 'Du kan likevel få hjelp. Du har rett til å vere med å bestemme, og du kan ta kontakt sjølv: ring fastlegen, eller gå til helsesjukepleiaren på skulen eller helsestasjon for ungdom.\nEr du mellom 13 og 16 år, kan du bruke nokre tenester dersom foreldra dine samtykkjer.\nTreng du nokon å snakke med, ring Alarmtelefonen for barn og unge på 116 111, heile døgnet. Er det akutt, ring 113.',
  },
  age_unknown: {
    heading: 'Vi veit ikkje kor gammal du er',
    body: 'Du er ikkje logga inn. Du må vere {age} for å logge inn på {service} på eiga hand, og vi fekk ikkje vite fødselsdatoen din.',
    next: 'Ring oss og oppgi referansen. Er fødselsdatoen din feil i Folkeregisteret, kontakt Skatteetaten.',
  },
  login_not_completed: {
    heading: 'Innlogginga vart ikkje fullført',
    body: 'Du er ikkje logga inn. {provider} fortel oss ikkje om du avbraut, eller om noko stoppa deg undervegs.',
    next: 'Prøv igjen, eller vel ein annan eID. Stod det hos {provider} at noko er sperra, utgått eller ikkje teke i bruk, må du ordne det der. Vi kan ikkje gjere det for deg.',
  },
  login_in_progress: {
    heading: 'Ei anna innlogging er i gang',
    body: 'Du er ikkje logga inn. {provider} svarar at det alt er ei innlogging i gang på telefonen din.',
    next: 'Fullfør eller avvis henne på telefonen, og prøv igjen. Starta du henne ikkje sjølv, skal du avvise henne.',
  },
  guest_account: {
    heading: 'Gjestekontoar kan ikkje brukast her',
    body: 'Du er ikkje logga inn. Kontoen din er ein gjest hos {employer}, og då veit vi ikkje kven som har kontrollert kven du er.',
    next: 'Logg inn med kontoen hos din eigen arbeidsgivar, eller bruk ein eID som er din eigen, til dømes BankID.',
  },
  login_expired: {
    heading: 'Innlogginga tok for lang tid',
    body: 'Du er ikkje logga inn. Innlogginga må vere ferdig innan {minutes} minutt. Det vernar deg mot misbruk.',
    next: 'Gå tilbake til {service} og start på nytt. Har du gløymt telefonen eller kortet, hent det først.',
  },
  login_finished: {
    heading: 'Denne innlogginga er ferdig',
    body: 'Innlogginga er brukt, og sida kan ikkje brukast ein gong til. Er du logga inn i {service}, er du det framleis.',
    next: 'Du kan lukke denne sida og halde fram i {service}.',
  },
  attempt_superseded: {
    heading: 'Du har starta innlogginga på nytt',
    body: 'Du er ikkje logga inn. Svaret frå {provider} høyrde til eit tidlegare forsøk, og vi brukte det ikkje.',
    next: 'Fullfør innlogginga du starta sist, dersom ho er open i eit anna vindauge. Eller vel på nytt her.',
  },
  page_expired: {
    heading: 'Sida er utgått',
    body: 'Du er ikkje logga inn. Innlogginga må fullførast innan {minutes} minutt, og kvar side kan berre brukast éin gong. Det vernar deg mot misbruk.',
    next: restart,
  },
  other_browser: {
    heading: 'Innlogginga vart starta i ein annan nettlesar',
    body: 'Du er ikkje logga inn. Heile innlogginga må skje i same nettlesar, og han må ta imot informasjonskapslar. Det vernar deg mot misbruk.',
    next: `${restart} Fekk du ei lenkje hit frå nokon andre, skal du ikkje bruke ho.`,
  },
  form_not_ours: {
    heading: 'Vi kunne ikkje stadfeste at skjemaet er vårt',
    body: 'Ingenting er endra. Sida kan ha stått open for lenge, eller skjemaet kan vere sendt frå ein annan nettstad.',
    next: restart,
  },
  request_uri_invalid: {
    heading: 'Innlogginga er brukt eller utgått',
    body: 'Du er ikkje logga inn. Ei innlogging kan berre startast éin gong, og innan kort tid. Det vernar deg mot misbruk.',
    next: `${restart} Eit bokmerke til innloggingssida verkar ikkje.`,
  },
  person_changed: {
    heading: 'Ein annan person har logga inn her',
    body: 'Du er ikkje logga inn. Ein annan person logga inn i same nettlesar medan innlogginga di gjekk føre seg.',
    next: 'Lukk alle nettlesarvindauge, og start på nytt frå tenesta.',
  },
} as const satisfies Partial<Texts['reasons']>
