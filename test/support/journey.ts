import { startProcesses } from './processes.ts'

/** Journeys of a browser need both. */
export { launchChromium } from './screenshots.ts'

/** The whole thing as processes, as a person's browser sees it: service, broker and providers on three sites. */
export interface Journey {
  readonly issuer: string
  readonly service: string
  readonly simulators: string
  readonly dataDir: string
  /** Everything that the processes have written so far. */
  output(): string
  close(): Promise<void>
}

export async function startJourney(): Promise<Journey> {
  const processes = await startProcesses({ demo: true, sites: true })
  return { ...processes, service: processes.demoUrl, close: processes.stop }
}
