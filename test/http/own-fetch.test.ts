import { describe, expect, it } from 'vitest'
import { ownFetch } from '#src/http/own-fetch.ts'

const fetchOwn = ownFetch('https://tillit.example', () => (request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    if (request.url === '/nothing') {
      response.statusCode = 204
      return response.end()
    }
    response.setHeader('set-cookie', ['a=1', 'b=2'])
    const { method, url, headers, socket } = request
    return response.end(
      JSON.stringify({
        method,
        url,
        host: headers.host,
        from: socket.remoteAddress,
        body: String(Buffer.concat(chunks)),
      }),
    )
  })
})('192.0.2.7')

describe('the fetch that reaches this process alone', () => {
  it('needs no network: method, address, body and whose request it is arrive', async () => {
    const body = new URLSearchParams({ a: 'ø', b: '2' })
    const answer = await fetchOwn('https://tillit.example/connect/par?x=1', { method: 'POST', body })
    expect(await answer.json()).toEqual({
      method: 'POST',
      url: '/connect/par?x=1',
      host: 'tillit.example',
      from: '192.0.2.7',
      body: 'a=%C3%B8&b=2',
    })
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  })

  it('takes an answer without a body', async () => {
    expect((await fetchOwn('https://tillit.example/nothing')).status).toBe(204)
  })

  it.each(['https://evil.example/', 'http://tillit.example/', 'https://tillit.example:444/', 'file:///etc/passwd'])(
    'goes nowhere else: %s',
    async (address) => {
      await expect(fetchOwn(address)).rejects.toThrow('the broker itself')
    },
  )
})
