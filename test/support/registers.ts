import { type IncomingMessage, request } from 'node:http'

/** A question that reached a register. */
export interface Question {
  readonly register: string
  readonly url: string
  readonly body: string
}

/** Watches what this process asks the registers; everything goes out as it was. Call what it returns to stop. */
export function watchRegisters(simulatorsUrl: string): { readonly questions: readonly Question[]; stop(): void } {
  const honestFetch = globalThis.fetch
  const questions: Question[] = []
  globalThis.fetch = (input, init) => {
    const url = String(input instanceof Request ? input.url : input)
    const [, register] = /^\/(persontjenesten|hpr)\//.exec(url.replace(simulatorsUrl, '')) ?? []
    if (register !== undefined && !url.endsWith('/control')) {
      questions.push({ register, url, body: String(init?.body ?? '') })
    }
    return honestFetch(input, init)
  }
  return {
    questions,
    stop: () => {
      globalThis.fetch = honestFetch
    },
  }
}

/** The page of figures of a broker, by its operations port. */
export function readMetrics(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const read = (answer: IncomingMessage) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part
      })
      answer.once('end', () => resolve(text))
    }
    request({ host: '127.0.0.1', port, path: '/metrics' }, read).once('error', reject).end()
  })
}
