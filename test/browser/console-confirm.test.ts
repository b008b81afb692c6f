import { createServer } from 'node:http'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operatorClient } from '../support/admin-client.ts'
import { startTestBroker, type TestBroker } from '../support/broker.ts'
import { chooseProvider, useBankId } from '../support/person.ts'
import { launchChromium } from '../support/screenshots.ts'
import { makeDraft, selfServiceScope, statusOf } from '../support/self-service.ts'

let broker: TestBroker
let browser: Browser
/** What the program on the own machine has heard: paths with their query. */
const heard: string[] = []
const tool = createServer((request, response) => {
  if (request.url?.startsWith('/done') === true) heard.push(request.url)
  response.end('<h1>You may close this page</h1>')
})
beforeAll(async () => {
  ;[broker, browser] = await Promise.all([startTestBroker(), launchChromium()])
  await new Promise<void>((resolve) => tool.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  await browser.close()
  await broker.close()
  await new Promise((resolve) => tool.close(resolve))
})

function portOf(address: ReturnType<typeof tool.address>): number {
  if (address === null || typeof address === 'string') throw new Error('the program listens at no port')
  return address.port
}

describe('a program that makes a client, in a real browser', { timeout: 120_000 }, () => {
  it.each([
    ['Bekreft klienten', 'Success', 'active'],
    ['Avbryt', 'Cancelled', 'draft'],
  ])('opens it, its owner logs in and says "%s", and the program hears %s', async (button, word, status) => {
    const operator = await operatorClient(broker)
    const id = await makeDraft(broker.issuer, operator, '999977774', { apiScopes: [selfServiceScope] })
    const page = await browser.newPage({ locale: 'nb-NO', javaScriptEnabled: false })
    const port = portOf(tool.address())
    await page.goto(`${broker.issuer}/selvbetjening/confirm-client/${id}?redirectPort=${port}&redirectPath=done`)
    await page.getByRole('link', { name: 'Logg inn' }).click()
    await chooseProvider(page, 'bankid-oidc')
    await page.waitForURL(`${broker.simulatorsUrl}/**`)
    await useBankId(page, 'P02')
    await page.waitForURL(/confirm-client/)
    expect(await page.locator('main').textContent()).toContain('Nordfjell legekontor')
    expect([await statusOf(operator, id), heard]).toEqual(['draft', []])
    await page.getByRole('button', { name: button }).click()
    await page.waitForURL(`http://localhost:${port}/**`)
    expect([await statusOf(operator, id), heard.splice(0)]).toEqual([status, [`/done?status=${word}`]])
    await page.close()
  })
})
