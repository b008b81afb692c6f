import { type Agent, request } from 'node:http'

export interface FormAnswer {
  readonly status: number
  readonly text: string
  /** `DPoP-Nonce`; empty when there is none. */
  readonly nonce: string
}

/** Posts a form as cheaply as Node can: what a load costs on its own side is not to limit the server's figure. */
export function postForm(
  url: URL,
  { agent, body, proof }: { readonly agent: Agent; readonly body: string; readonly proof: string | undefined },
): Promise<FormAnswer> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': Buffer.byteLength(body),
      ...(proof === undefined ? {} : { dpop: proof }),
    }
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part) => {
        text += part
      })
      const nonce = String(response.headers['dpop-nonce'] ?? '')
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text, nonce }))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
