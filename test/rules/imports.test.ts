import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { repository, runTool } from '../support/repository.ts'

const folders = ['src', 'idp-adapters', 'config', 'demo', 'resource-server']

const report = z.object({
  modules: z.array(z.object({ source: z.string() })),
  summary: z.object({
    ruleSetUsed: z.object({ forbidden: z.array(z.object({ name: z.string() })) }),
    violations: z.array(z.object({ rule: z.object({ name: z.string() }), from: z.string() })),
  }),
})

function cruise(cwd: string) {
  const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders]
  const { output } = runTool('depcruise', args, cwd)
  return report.parse(JSON.parse(output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1)))
}

/** The other half of the planted cycle. */
const cyclePartner = {
  path: 'src/http/planted-b.ts',
  text: "import { a } from './planted-a.ts'\nexport const b = () => a",
}

/** One file for each rule that does what the rule forbids. */
const planted: readonly { readonly rule: string; readonly path: string; readonly text: string }[] = [
  { rule: 'no-cycles', path: 'src/http/planted-a.ts', text: "import { b } from './planted-b.ts'\nexport const a = () => b" },
  { rule: 'engine-in-one-room', path: 'src/login/planted-engine.ts', text: "import { Provider } from 'oidc-provider'\nexport const p = Provider" },
  { rule: 'adapters-know-only-their-contract', path: 'idp-adapters/bankid/planted-src.ts', text: "import { Seal } from '../../src/store/seal.ts'\nexport const s = Seal" },
  { rule: 'adapters-do-not-know-each-other', path: 'idp-adapters/bankid/planted-other.ts', text: "import * as other from '../id-porten/adapter.ts'\nexport const o = other" },
  { rule: 'adapters-do-not-know-simulators', path: 'idp-adapters/bankid/planted-simulator.ts', text: "import * as s from '../simulators/simulators.ts'\nexport const o = s" },
  { rule: 'broker-knows-adapters-by-contract', path: 'src/login/planted-adapter.ts', text: "import * as a from '../../idp-adapters/bankid/adapter.ts'\nexport const o = a" },
  { rule: 'only-main-knows-the-list-of-adapters', path: 'src/login/planted-kinds.ts', text: "import { adapterKinds } from '../../idp-adapters/kinds.ts'\nexport const o = adapterKinds" },
  { rule: 'pure-rooms-stay-pure', path: 'src/assurance/planted-io.ts', text: "import { readFileSync } from 'node:fs'\nexport const o = readFileSync" },
  { rule: 'pure-rooms-stay-pure', path: 'src/person/planted-register.ts', text: "import { askRegister } from './registers/ask-register.ts'\nexport const o = askRegister" },
  { rule: 'rooms-do-not-import-composition', path: 'src/login/planted-app.ts', text: "import { createApp } from '../app.ts'\nexport const o = createApp" },
  { rule: 'engine-room-does-not-know-the-login-room', path: 'src/authorization-server/planted-login.ts', text: "import { serviceOf } from '../login/service-of.ts'\nexport const o = serviceOf" },
  { rule: 'demo-is-somebody-elses', path: 'demo/planted.ts', text: "import { Seal } from '../src/store/seal.ts'\nexport const s = Seal" },
  { rule: 'console-changes-nothing-itself', path: 'src/console/planted-store.ts', text: "import { RegistryStore } from '../registry/store/registry-store.ts'\nexport const o = RegistryStore" },
  { rule: 'leaves-import-no-room', path: 'src/store/planted-room.ts', text: "import { serviceOf } from '../login/service-of.ts'\nexport const o = serviceOf" },
  { rule: 'product-does-not-import-its-surroundings', path: 'config/planted.ts', text: "import { readSettings } from '../demo/settings.ts'\nexport const o = readSettings" },
  { rule: 'resource-server-stands-alone', path: 'resource-server/planted.ts', text: "import { z } from 'zod'\nexport const o = z" },
  { rule: 'every-import-resolves', path: 'src/http/planted-nowhere.ts', text: "import { o } from './nowhere.ts'\nexport const p = o" },
  // Through the aliases of package.json, which the tool must see through, and for types alone, which count too.
  { rule: 'pure-rooms-stay-pure', path: 'src/claims/planted-alias.ts', text: "import { Seal } from '#src/store/seal.ts'\nexport const s = Seal" },
  { rule: 'adapters-know-only-their-contract', path: 'idp-adapters/bankid/planted-type.ts', text: "import type { Seal } from '#src/store/seal.ts'\nexport type S = Seal" },
] // biome-ignore format: a table

describe('import rules', () => {
  it('hold for every module of the house, and the tool sees the modules', () => {
    const { modules, summary } = cruise(repository)
    const ours = modules.filter(({ source }) => folders.some((folder) => source.startsWith(`${folder}/`)))
    expect(ours.length).toBeGreaterThan(150)
    expect(summary.violations).toEqual([])
  })

  describe('turn red on a planted violation', () => {
    let copy = ''
    let found: ReturnType<typeof cruise>['summary'] = { ruleSetUsed: { forbidden: [] }, violations: [] }

    beforeAll(() => {
      copy = mkdtempSync(join(tmpdir(), 'tillit-planted-'))
      for (const name of [...folders, 'package.json', 'tsconfig.json', '.dependency-cruiser.cjs']) {
        cpSync(join(repository, name), join(copy, name), { recursive: true })
      }
      symlinkSync(join(repository, 'node_modules'), join(copy, 'node_modules'))
      for (const { path, text } of [cyclePartner, ...planted]) {
        mkdirSync(dirname(join(copy, path)), { recursive: true })
        writeFileSync(join(copy, path), `${text}\n`)
      }
      found = cruise(copy).summary
    })

    afterAll(() => rmSync(copy, { recursive: true, force: true }))

    it('for each rule that there is', () => {
      const rules = found.ruleSetUsed.forbidden.map(({ name }) => name)
      expect(new Set(planted.map(({ rule }) => rule))).toEqual(new Set(rules))
    })

    it.each(planted)('$rule sees $path', ({ rule, path }) => {
      expect(
        found.violations.filter((violation) => violation.from === path).map((violation) => violation.rule.name),
      ).toContain(rule)
    })
  })
})
