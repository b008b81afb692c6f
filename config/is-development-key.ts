import { jwkThumbprint } from './jwk-thumbprint.ts'

/** Every key id of a key that lies in the repository begins so. */
const developmentKidPrefix = 'development-only-'

/**
 * RFC 7638 thumbprints of the keys that lie in the repository (`config/development-keys/`, `demo/keys/`), so that a
 * renamed one is known too. A test derives the list anew from the files.
 */
export const developmentKeyThumbprints: ReadonlySet<string> = new Set([
  'b1xpasD_oeAFEptUh1yUpatG6ySs6W1XgZgKihFtS6Q', // config/development-keys/idp-client.jwk.json
  'q6pLYPZgtgzMtnfWHx4l_z8svxvk46UMDIu5dRw9Wyk', // demo/keys/epj-nordfjell.jwk.json
  'AbvZ0QCBM9XEhenUFTzjKrOThH6KHq05wN4O35tQwik', // demo/keys/helsekort-web.jwk.json
  'iRoZiVpEvoLQ0djvKS_5xjxe5NadUQXI19-wdhjR9Zc', // demo/keys/integrasjon-nordfjell.jwk.json
  'p8gokFdMOQt7OgZRVZJuWbnAPdVnD2oZMysWx07cvPU', // demo/keys/kurspaamelding-web.jwk.json
  'HjHOHlS31szaMDw2Gs-sctWBCxh5xSW5XJznztiRvb0', // demo/keys/skyjournal.jwk.json
  'jkxEi9qAreaMl5xnLm7n6btVdokHqhhbs1Mck6te74g', // config/development-keys/idp-client-ps256.jwk.json
  'pEALsGRstGInkBcC-CCq2DIbE_Gi7EAxghTdgF8KpTU', // config/development-keys/idp-client-rs256.jwk.json
  '-D-Fy8OR7y7xxmXcUN-SikjWFNhI5to86VZxBebP5So', // demo/keys/epj-fjord.jwk.json
  'hvIcGLva7uLgGDPTpFxlcN1ctAmllfwGaKbb9YqsLl8', // demo/keys/vaktplan-fjord.jwk.json
])

/** A key whose private half everybody can read. Production refuses it wherever it turns up. */
export function isDevelopmentKey(jwk: object): boolean {
  const kid: unknown = Reflect.get(jwk, 'kid')
  if (typeof kid === 'string' && kid.toLowerCase().startsWith(developmentKidPrefix)) return true
  const thumbprint = jwkThumbprint(jwk)
  return thumbprint !== undefined && developmentKeyThumbprints.has(thumbprint)
}
