import { readFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https'

/**
 * Bytes of all request headers: a proof and a signed object fit. Milliseconds: real requests are small and arrive at
 * once; Node's own limits (60 s for the header, 300 s for all of it) let a few slow senders hold every connection.
 */
const limits = {
  maxHeaderSize: 32 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 2000,
}

/** Cipher suites of FAPI 2.0 Security Profile section 5.2.2 for TLS 1.2 (ECDHE with AES-GCM), and those of TLS 1.3. */
const cipherSuites = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_AES_128_GCM_SHA256',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
]

export interface TlsFiles {
  readonly certFile: string
  readonly keyFile: string
}

/** The public server: HTTP behind a proxy that ends TLS, or HTTPS by itself. */
export function serve(listener: RequestListener, tls: TlsFiles | undefined): Server | TlsServer {
  if (tls === undefined) return createServer(limits, listener)
  return createTlsServer({ ...contextOf(tls), ...limits, honorCipherOrder: true }, listener)
}

/** Takes up a renewed certificate without dropping a connection. @throws {Error} when the files are no pair. */
export function renewCertificate(server: Server | TlsServer, tls: TlsFiles | undefined): void {
  if (tls !== undefined && 'setSecureContext' in server) server.setSecureContext(contextOf(tls))
}

function contextOf({ certFile, keyFile }: TlsFiles) {
  return {
    cert: readFileSync(certFile),
    key: readFileSync(keyFile),
    minVersion: 'TLSv1.2',
    ciphers: cipherSuites.join(':'),
    ecdhCurve: 'X25519:P-256:P-384',
  } as const
}
