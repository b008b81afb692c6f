import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ConnectionOptions, connect, getCiphers, type TLSSocket } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadConfig } from '#config/load-config.ts'
import { renewCertificate, serve } from '#src/http/serve.ts'

const folder = mkdtempSync(join(tmpdir(), 'tillit-tls-'))
const files = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') }
const pem = (name: string) => join(import.meta.dirname, '..', 'support', 'tls', `${name}.pem`)
const install = (name: 'first' | 'second' | 'rsa') => {
  cpSync(pem(`${name}.cert`), files.certFile)
  cpSync(pem(`${name}.key`), files.keyFile)
}
install('first')
const server = serve((_request, response) => response.end('here'), files)
let port = 0

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  port = typeof address === 'object' && address !== null ? address.port : 0
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A handshake and no more. */
function shake(options: ConnectionOptions): Promise<{ protocol: string | null; cipher: string; subject: string }> {
  return new Promise((resolve, reject) => {
    const socket: TLSSocket = connect(
      { port, host: '127.0.0.1', servername: 'localhost', rejectUnauthorized: false, ...options },
      () => {
        const { CN } = socket.getPeerCertificate().subject
        resolve({ protocol: socket.getProtocol(), cipher: socket.getCipher().name, subject: String(CN) })
        socket.destroy()
      },
    )
    socket.once('error', reject)
  })
}

describe('HTTPS by itself', () => {
  it('is trusted by whoever trusts the certificate', async () => {
    const body = await new Promise((resolve, reject) => {
      get({ port, host: '127.0.0.1', servername: 'localhost', ca: readFileSync(pem('first.cert')) }, (response) => {
        response.on('data', (data) => resolve(String(data)))
      }).on('error', reject)
    })
    expect(body).toBe('here')
  })

  it('speaks TLS 1.3, alone and when both are offered', async () => {
    expect((await shake({ minVersion: 'TLSv1.3' })).protocol).toBe('TLSv1.3')
    expect((await shake({ minVersion: 'TLSv1.2' })).protocol).toBe('TLSv1.3')
  })

  it.each(['ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-ECDSA-AES128-GCM-SHA256'])(
    'speaks TLS 1.2 with %s',
    async (ciphers) => {
      expect(await shake({ maxVersion: 'TLSv1.2', ciphers })).toMatchObject({ protocol: 'TLSv1.2', cipher: ciphers })
    },
  )

  it.each([
    'ECDHE-ECDSA-AES256-SHA384',
    'ECDHE-ECDSA-AES128-SHA',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'AES256-GCM-SHA384',
    'DHE-RSA-AES256-GCM-SHA384',
  ])('refuses TLS 1.2 with %s', async (ciphers) => {
    await expect(shake({ maxVersion: 'TLSv1.2', ciphers })).rejects.toThrow()
  })

  it('speaks TLS 1.2 with the suites of BCP 195 and refuses every other one that this machine knows', async () => {
    install('rsa')
    renewCertificate(server, files)
    for (const ciphers of ['ECDHE-RSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES128-GCM-SHA256']) {
      expect(await shake({ maxVersion: 'TLSv1.2', ciphers })).toMatchObject({ protocol: 'TLSv1.2', cipher: ciphers })
    }
    const others = getCiphers()
      .map((name) => name.toUpperCase())
      .filter((name) => !name.startsWith('TLS_') && !/^ECDHE-(RSA|ECDSA)-AES(128|256)-GCM-SHA(256|384)$/.test(name))
    expect(others.length).toBeGreaterThan(30)
    // All at once, as the conformance suite offers them: the server must choose none.
    const ciphers = `${others.join(':')}:@SECLEVEL=0`
    await expect(shake({ maxVersion: 'TLSv1.2', ciphers })).rejects.toThrow(/handshake failure/)
    install('first')
    renewCertificate(server, files)
  })

  it.each(['TLSv1', 'TLSv1.1'] as const)('refuses %s', async (version) => {
    const ciphers = 'ALL:@SECLEVEL=0'
    await expect(shake({ minVersion: version, maxVersion: version, ciphers })).rejects.toThrow()
  })

  it('takes up a renewed certificate, and keeps the old one when the new files are no pair', async () => {
    install('second')
    renewCertificate(server, files)
    expect((await shake({})).subject).toBe('tillit test only second')
    cpSync(pem('first.key'), files.keyFile)
    expect(() => renewCertificate(server, files)).toThrow()
    expect((await shake({})).subject).toBe('tillit test only second')
  })
})

describe('the setting', () => {
  const env = { TILLIT_ENVIRONMENT: 'development' }

  it('comes from two variables', () => {
    const config = loadConfig({ ...env, TILLIT_TLS_CERT: pem('first.cert'), TILLIT_TLS_KEY: pem('first.key') })
    expect(config.tls).toEqual({ certFile: pem('first.cert'), keyFile: pem('first.key') })
  })

  it.each([
    { TILLIT_TLS_CERT: pem('first.cert') },
    { TILLIT_TLS_KEY: pem('first.key') },
    { TILLIT_TLS_CERT: pem('first.cert'), TILLIT_TLS_KEY: join(folder, 'nothing') },
    { TILLIT_TLS_CERT: pem('first.key'), TILLIT_TLS_KEY: pem('first.key') },
  ])('is refused when half of it is missing or wrong: %o', (variables) => {
    expect(() => loadConfig({ ...env, ...variables })).toThrow(/TLS_|tls\./)
  })
})
