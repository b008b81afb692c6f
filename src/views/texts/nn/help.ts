import type { Texts } from '../texts.ts'

/** Nynorsk: hjelp til innlogging. */
export const help: Texts['help'] = {
  link: 'Hjelp til å logge inn',
  heading: 'Hjelp til å logge inn',
  lead: 'Opne tenesta, vel Logg inn, vel ein eID og følg skjermen. Når du ser namnet ditt i tenesta, er du logga inn.',
  sections: {
    which: {
      heading: 'Kva eID kan eg bruke?',
      body: 'BankID, Buypass ID eller Commfides, direkte eller gjennom ID-porten. Nokre sjukehus har òg innlogging med jobbkontoen. Du må ha fødselsnummer eller D-nummer.\nTenester med helseopplysningar krev nivå 4. MinID er på nivå 3 og kan ikkje brukast der.',
    },
    bankId: {
      heading: 'BankID',
      body: 'Du skriv fødselsnummeret, stadfestar med app eller eingongskode frå kodebrikke, og skriv passordet ditt. All BankID kan brukast, på mobil, nettbrett og PC.\nEi kodebrikke er ikkje det same som BankID. Får du ei feilmelding, må banken din aktivere BankID for deg.\nBankID på mobil: Skriv mobilnummeret (åtte siffer) og fødselsdatoen (ddmmåå). Vel GODTA på telefonen berre når orda der er dei same som på skjermen. Skriv så PIN-koden din på fire til åtte siffer.',
    },
    buypass: {
      heading: 'Buypass ID',
      body: 'Smartkort: Du treng kortlesar og programvare frå Buypass. Kortet er gyldig i tre år. Altinn-kort med Buypass-merke og Norsk Tipping-kort kan òg brukast, men eit kort frå ein kommisjonær må oppgraderast først.\nMobil: Har du brukt kort før, får du rettleiing fyrste gongen. Elles må du først registrere deg som kunde hos Buypass.',
    },
    commfides: {
      heading: 'Commfides',
      body: 'Set inn USB-pinnen og skriv PIN-koden. Du må ha fødselsnummer eller D-nummer.',
    },
    trouble: {
      heading: 'Det verkar ikkje',
      body: 'Prøv ein annan nettlesar eller ein annan eID. Er det noko gale med sjølve eID-en, kontakt den som gav deg han: banken, Buypass eller Commfides. Har ID-porten stoppa deg, kontakt brukarstøtta der.\nDu kan òg ringje {name} på {phone} ({hours}). Oppgi referansen på sida.',
    },
    place: {
      heading: 'Er eg på rett stad?',
      body: 'Adressa øvst i nettlesaren skal byrje med {origin}. Vel hengjelåsen ved sida av for å sjå kven sertifikatet er skrive ut til.\nVi spør aldri om kortnummer, kontonummer eller tryggingskodar på SMS eller e-post, og vi sender aldri lenkjer til innlogging der.',
    },
    age: {
      heading: 'Kor gammal må eg vere?',
      body: 'Mange tenester har 16 år som grense. Då bestemmer du sjølv. Er du yngre, kan du ringje fastlegen eller gå til helsesjukepleiaren på skulen.',
    },
    number: {
      heading: 'Har du fått nytt fødselsnummer?',
      body: 'Eit gammalt fødselsnummer eller D-nummer kan ikkje brukast når du har fått eit nytt. Be utferdaren om å oppdatere eID-en. Lurer du på noko som gjeld nummeret, kontakt Skatteetaten.',
    },
    leave: {
      heading: 'Når du er ferdig',
      body: 'Logg ut i tenesta. Gjer du ingenting på ei stund, blir du logga ut automatisk.',
    },
  },
}
