import { readFileSync, statSync } from 'node:fs'
import { isDevelopmentKey } from '#config/is-development-key.ts'
import { readJson } from '#config/json-text.ts'
import type { Config } from '#config/schema.ts'
import { operatorKeyFile } from '#src/keys/operator-key.ts'
import { bad, type Finding, ok, warn } from './finding.ts'

/** Others' read, write and execute bits. */
const othersMayTouch = 0o077

/** The files that hold secrets: there, and the owner's alone; and no key whose private half is public. */
export function checkFiles(config: Config): readonly Finding[] {
  const { dataDir, storeKeyFile, environment, identityProviders, personRegisters } = config
  const providers = identityProviders.filter(({ enabled }) => enabled)
  const keyFiles = [
    ...providers.map(({ id, clientKeyFile }) => ({ name: `the key for ${id}`, file: clientKeyFile })),
    ...Object.entries(personRegisters).map(([name, { clientKeyFile }]) => ({
      name: `the key for ${name}`,
      file: clientKeyFile,
    })),
  ]
  return [
    judge('data folder', dataDir, 'the data folder', 'bad'),
    judge('store key', storeKeyFile, 'the store key', 'bad'),
    judge('operator key', operatorKeyFile(dataDir), "the operator's key", 'warn'),
    ...(environment === 'development'
      ? [ok('provider keys', developmentText(keyFiles.length))]
      : keyFiles.flatMap(judgeKey)),
  ]
}

function developmentText(count: number): string {
  return `${count} keys for providers and registers, for development`
}

/** @param whenMissing the operator's key may lie on another machine. */
function judge(check: string, path: string, name: string, whenMissing: 'warn' | 'bad'): Finding {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) {
    return whenMissing === 'bad'
      ? bad(
          check,
          `${name} ${path} is not there`,
          'set TILLIT_DATA_DIR to the data folder of the broker, or start the broker once',
        )
      : warn(check, `${name} ${path} is not there`, 'run tillit operator init, or copy the file from where it was made')
  }
  if ((found.mode & othersMayTouch) === 0) return ok(check, path)
  return bad(check, `others can reach ${name} ${path}`, `chmod go= ${path}`)
}

function judgeKey({ name, file }: { readonly name: string; readonly file: string }): readonly Finding[] {
  const found = judge('provider keys', file, name, 'bad')
  const read = readJson(readFileSync(file, 'utf8'))
  const isDevelopment = read.ok && typeof read.value === 'object' && read.value !== null && isDevelopmentKey(read.value)
  if (!isDevelopment) return [found]
  return [found, bad('provider keys', `${name} is a development key, known to everybody`, 'make a key of your own')]
}
