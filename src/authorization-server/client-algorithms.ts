/**
 * Signature algorithms that every client may use (FAPI 2.0 Security Profile section 5.4.1, RFC 9864).
 *
 * DEVIATION: that section leaves out the longer hashes. docs/decisions/0079-longer-hashes-are-taken.md
 */
export const clientAlgorithms = ['PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'] as const

/**
 * RSASSA-PKCS1 (RFC 8017), for a client whose file names one in `signing_algs`; the metadata do not offer it.
 *
 * DEVIATION: FAPI 2.0 section 5.4.1 forbids it. docs/decisions/0060-exceptions-for-older-clients.md
 */
export const exceptionalAlgorithms = ['RS256', 'RS384', 'RS512'] as const
