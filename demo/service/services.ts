/** One service with login. They share this process; in life each would be its own. */
export interface Service {
  /** As in the registry of the issuer: `clients/<clientId>.json`. */
  readonly clientId: string
  readonly name: string
  readonly about: string
  /** Where its pages are. */
  readonly home: string
  readonly scope: string
  /** Lowest level that the service accepts, whatever the issuer lets through. */
  readonly minimumSecurityLevel: 3 | 4
  /** Registered with the issuer, and compared character by character. */
  readonly redirectPath: string
  readonly postLogoutPath: string
  /** Calls the demo API on the person's behalf. */
  readonly callsApi: boolean
  /** Own cookie name: cookies of a host are shared by all its ports. */
  readonly cookie: string
}

const identity = 'helseid://scopes/identity'

export const services: readonly Service[] = [
  {
    clientId: 'epj-nordfjell',
    name: 'EPJ Nordfjell',
    about: 'Pasientjournal for Nordfjell legekontor. Krever nivå 4 og henter opplysninger fra kjernejournalen.',
    home: '/epj',
    // `offline_access` gives a refresh token; the API's scope is what the access token will be for.
    scope: `openid profile offline_access ${identity}/pid ${identity}/security_level ${identity}/assurance_level helseid://scopes/hpr/hpr_number nhn:kjernejournal/api`,
    minimumSecurityLevel: 4,
    redirectPath: '/signin-oidc',
    postLogoutPath: '/signout-callback-oidc',
    callsApi: true,
    cookie: 'demo_epj',
  },
  {
    clientId: 'helsekort-web',
    name: 'Helsekort',
    about: 'Helsekort for gravide. Krever nivå 4 og at du har fylt 16 år, bruker bare innlogging.',
    home: '/helsekort',
    scope: `openid profile ${identity}/pid ${identity}/security_level ${identity}/assurance_level`,
    minimumSecurityLevel: 4,
    redirectPath: '/helsekort/signin-oidc',
    postLogoutPath: '/helsekort/signout-callback-oidc',
    callsApi: false,
    cookie: 'demo_helsekort',
  },
  {
    clientId: 'kurspaamelding-web',
    name: 'Kurspåmelding',
    about: 'Påmelding til kurs for ansatte. Ingen helseopplysninger, så nivå 3 er nok.',
    home: '/kurs',
    scope: `openid profile ${identity}/security_level`,
    minimumSecurityLevel: 3,
    redirectPath: '/kurs/signin-oidc',
    postLogoutPath: '/kurs/signout-callback-oidc',
    callsApi: false,
    cookie: 'demo_kurs',
  },
  {
    clientId: 'epj-fjord',
    name: 'EPJ Fjord sjukehus',
    about:
      'Pasientjournal for et sykehus. Ansatte logger inn med jobbkontoen når den er sterk nok: smartkort gir nivå 4.',
    home: '/epj-fjord',
    scope: `openid profile offline_access ${identity}/pid ${identity}/security_level ${identity}/assurance_level nhn:kjernejournal/api`,
    minimumSecurityLevel: 4,
    redirectPath: '/epj-fjord/signin-oidc',
    postLogoutPath: '/epj-fjord/signout-callback-oidc',
    callsApi: true,
    cookie: 'demo_epj_fjord',
  },
  {
    clientId: 'vaktplan-fjord',
    name: 'Vaktplan Fjord',
    about: 'Egne vakter på sykehuset. Nivå 3 er nok, så jobbkontoen kan brukes uten smartkort.',
    home: '/vaktplan',
    scope: `openid profile ${identity}/security_level`,
    minimumSecurityLevel: 3,
    redirectPath: '/vaktplan/signin-oidc',
    postLogoutPath: '/vaktplan/signout-callback-oidc',
    callsApi: false,
    cookie: 'demo_vaktplan',
  },
]
