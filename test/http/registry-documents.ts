import { generateKeyPairSync } from 'node:crypto'
import type { Problem } from '#config/problem.ts'
import { type LoadOptions, parseRegistryDocuments } from '#src/registry/load-registry-files.ts'
import { type RegistryDocument, readRegistryTree } from '#src/registry/read-registry-tree.ts'
import { RegistryProblems } from '#src/registry/registry-problems.ts'

/** The registry of this repository, to be spoiled one member at a time. */

export const options: LoadOptions = {
  environment: 'development',
  placeholders: { TILLIT_DEMO_URL: 'http://localhost:3002', TILLIT_DEMO_API_URL: 'http://localhost:3003' },
  identityProviderIds: ['idporten-oidc', 'bankid-oidc'],
}
export const repository = readRegistryTree('clients').documents

export type Members = Readonly<Record<string, unknown>>

export function membersOf(file: string): Members {
  const text = repository.find((document) => document.file === file)?.text
  if (text === undefined) throw new Error(`no ${file} in clients/`)
  const value: unknown = JSON.parse(text)
  return Object.fromEntries(Object.entries(Object(value)))
}

/** The repository's registry with members of one file replaced (undefined: taken away). */
export function withMembers(
  file: string,
  members: Members,
  documents: readonly RegistryDocument[] = repository,
): readonly RegistryDocument[] {
  const text = JSON.stringify({ ...membersOf(file), ...members })
  return documents.map((document) => (document.file === file ? { ...document, text } : document))
}

export function problemsOf(
  documents: readonly RegistryDocument[],
  changed: Partial<LoadOptions> = {},
): readonly Problem[] {
  return problemsThrownBy(() => parseRegistryDocuments(documents, { ...options, ...changed }))
}

export function problemsThrownBy(load: () => unknown): readonly Problem[] {
  try {
    load()
  } catch (thrown) {
    if (thrown instanceof RegistryProblems) return thrown.problems
    throw thrown
  }
  return []
}

export const ec = (namedCurve: string, kid = 'k1') => ({
  ...generateKeyPairSync('ec', { namedCurve }).publicKey.export({ format: 'jwk' }),
  kid,
})
export const rsa = (modulusLength: number, publicExponent = 65_537) => ({
  ...generateKeyPairSync('rsa', { modulusLength, publicExponent }).publicKey.export({ format: 'jwk' }),
  kid: 'k1',
})
export const offCurve = { ...ec('P-256'), y: ec('P-256').y }
export const ed25519 = { ...generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }), kid: 'k1' }
export const privateKey = {
  ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
  kid: 'k1',
}

export const epj = 'epj-nordfjell.json'
export const machine = 'integrasjon-nordfjell.json'
export const api = 'apis/kjernejournal.json'
export const organisation = 'organisations/999977774.json'
export const [scopeOfApi] = Object(membersOf(api)['scopes'])
export const approved = { scope: 'nhn:kjernejournal/api', status: 'approved', approved_by: '310000094' }
export const levelAllowed = 'because minimum_security_level is below 4'
