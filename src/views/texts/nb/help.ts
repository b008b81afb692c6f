import type { Texts } from '../texts.ts'

/** Bokmål: hjelp til innlogging. */
export const help: Texts['help'] = {
  link: 'Hjelp til å logge inn',
  heading: 'Hjelp til å logge inn',
  lead: 'Åpne tjenesten, velg Logg inn, velg en eID og følg skjermen. Når du ser navnet ditt i tjenesten, er du logget inn.',
  sections: {
    which: {
      heading: 'Hvilken eID kan jeg bruke?',
      body: 'BankID, Buypass ID eller Commfides, direkte eller gjennom ID-porten. Noen sykehus har også innlogging med jobbkontoen. Du må ha fødselsnummer eller D-nummer.\nTjenester med helseopplysninger krever nivå 4. MinID er på nivå 3 og kan ikke brukes der.',
    },
    bankId: {
      heading: 'BankID',
      body: 'Du skriver fødselsnummeret, bekrefter med app eller engangskode fra kodebrikke, og skriver passordet ditt. All BankID kan brukes, på mobil, nettbrett og PC.\nEn kodebrikke er ikke det samme som BankID. Får du en feilmelding, må banken din aktivere BankID for deg.\nBankID på mobil: Skriv mobilnummeret (åtte sifre) og fødselsdatoen (ddmmåå). Velg GODTA på telefonen bare når ordene der er de samme som på skjermen. Skriv så PIN-koden din på fire til åtte sifre.',
    },
    buypass: {
      heading: 'Buypass ID',
      body: 'Smartkort: Du trenger kortleser og programvare fra Buypass. Kortet er gyldig i tre år. Altinn-kort med Buypass-merke og Norsk Tipping-kort kan også brukes, men et kort fra en kommisjonær må oppgraderes først.\nMobil: Har du brukt kort før, får du veiledning første gang. Ellers må du først registrere deg som kunde hos Buypass.',
    },
    commfides: {
      heading: 'Commfides',
      body: 'Sett inn USB-pinnen og skriv PIN-koden. Du må ha fødselsnummer eller D-nummer.',
    },
    trouble: {
      heading: 'Det virker ikke',
      body: 'Prøv en annen nettleser eller en annen eID. Er det noe galt med selve eID-en, kontakt den som ga deg den: banken, Buypass eller Commfides. Har ID-porten stoppet deg, kontakt brukerstøtten der.\nDu kan også ringe {name} på {phone} ({hours}). Oppgi referansen på siden.',
    },
    place: {
      heading: 'Er jeg på riktig sted?',
      body: 'Adressen øverst i nettleseren skal begynne med {origin}. Velg hengelåsen ved siden av for å se hvem sertifikatet er utstedt til.\nVi spør aldri om kortnummer, kontonummer eller sikkerhetskoder på SMS eller e-post, og vi sender aldri lenker til innlogging der.',
    },
    age: {
      heading: 'Hvor gammel må jeg være?',
      body: 'Mange tjenester har 16 år som grense. Da bestemmer du selv. Er du yngre, kan du ringe fastlegen eller gå til helsesykepleieren på skolen.',
    },
    number: {
      heading: 'Har du fått nytt fødselsnummer?',
      body: 'Et gammelt fødselsnummer eller D-nummer kan ikke brukes når du har fått et nytt. Be utstederen om å oppdatere eID-en. Lurer du på noe som gjelder nummeret, kontakt Skatteetaten.',
    },
    leave: {
      heading: 'Når du er ferdig',
      body: 'Logg ut i tjenesten. Gjør du ingenting på en stund, blir du logget ut automatisk.',
    },
  },
}
