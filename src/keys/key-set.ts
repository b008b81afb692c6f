import { createLocalJWKSet, type JWK, type JWTVerifyGetKey } from 'jose'

/** Finds the key of a JWS among keys that may change; what jose has imported is kept until they do. */
export function keySetOf(keys: () => readonly JWK[]): JWTVerifyGetKey {
  let of: readonly JWK[] | undefined
  let keySet: JWTVerifyGetKey | undefined
  return (header, token) => {
    const current = keys()
    if (keySet === undefined || of !== current) {
      of = current
      keySet = createLocalJWKSet({ keys: [...current] })
    }
    return keySet(header, token)
  }
}
