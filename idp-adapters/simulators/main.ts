import { startSimulators } from './simulators.ts'

/** Entry point: the simulators alone. `TILLIT_PORT` (default 3000) is the broker's port; the simulators take the next one. */
const environment = process.env['TILLIT_ENVIRONMENT'] ?? 'production'
if (environment !== 'development' && environment !== 'test') {
  console.error('simulators: refused, TILLIT_ENVIRONMENT must be development or test')
  process.exit(2)
}

const brokerPort = Number(process.env['TILLIT_PORT'] ?? 3000)
if (!Number.isInteger(brokerPort) || brokerPort < 1 || brokerPort > 65534) {
  console.error('simulators: TILLIT_PORT must be a number from 1 to 65534')
  process.exit(2)
}

const origin = process.env['TILLIT_SIMULATORS_URL']
const ownPort = origin === undefined ? '' : new URL(origin).port
const simulators = await startSimulators({
  port: ownPort === '' ? brokerPort + 1 : Number(ownPort),
  brokerOrigin: new URL(process.env['TILLIT_ISSUER'] ?? `http://localhost:${brokerPort}`).origin,
  ...(origin !== undefined && { origin: new URL(origin).origin }),
})
console.log(`simulators: ready at ${simulators.url}`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    simulators.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  })
}
