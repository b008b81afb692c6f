import { template } from '#idp-adapters/template/adapter.ts'
import { describeAdapter } from './adapter-conformance.ts'

const high = 'urn:template:loa:high'

/** The folder that authors copy must pass what they will be measured by. */
describeAdapter({
  kind: template,
  providerId: 'template-oidc',
  accessDenied: 'cancelled',
  weakerLevel: 3,
  evidence: [
    { amr: ['pwd', 'otp'], highest: 4 },
    { amr: [], highest: 4 },
    { amr: ['pwd'], highest: 2 },
  ],
  previousPids: ['60848639837'],
  logins: [{ choices: {}, method: 'testid', acr: high, level: 4 }],
  refusals: [
    { title: 'the person cancelled', choices: { press: 'cancel' }, reason: 'cancelled' },
    { title: 'nobody is known by the number', choices: { pid: '30868331051' }, reason: 'cancelled' },
    { title: 'three wrong passwords lead nowhere', choices: { password: 'x' }, reason: 'cancelled' },
  ],
})
