import type { Page } from 'playwright-core'
import type { Journey } from './journey.ts'

/** What a person does at the screen. Actions only; what must hold stands in the tests. */

export async function openLogin(page: Page, journey: Journey, service: string): Promise<void> {
  await page.goto(journey.service)
  await page.getByRole('link', { name: `Logg inn i ${service}` }).click()
}

export async function chooseProvider(page: Page, id: string): Promise<void> {
  await page.locator(`button[name=idp][value="${id}"]`).click()
}

/** At the BankID simulator, by code device. */
export async function useBankId(page: Page, persona = 'P01'): Promise<void> {
  await page.locator('select[name=persona]').first().selectOption(persona)
  await next(page)
  await page.locator('button[name=method][value=bankid]').click()
  await page.locator('input[name=one_time_code]').fill('123456')
  await next(page)
  await page.locator('input[name=password]').fill('qwer1234')
  await next(page)
}

/** At the ID-porten simulator, after its chooser. */
export async function useMinId(page: Page, persona = 'P06'): Promise<void> {
  await page.locator('button[name=method][value=minid]').click()
  await page.locator('select[name=persona]').first().selectOption(persona)
  await next(page)
  await page.locator('input[name=password]').fill('qwer1234')
  await next(page)
  await page.locator('input[name=one_time_code]').fill('123456')
  await next(page)
}

async function next(page: Page): Promise<void> {
  await page.locator('button[name=next]').first().click()
}

/** At a simulator's menu, where there is one. */
export async function chooseMethod(page: Page, method: string): Promise<void> {
  await page.locator(`button[name=method][value="${method}"]`).click()
}

/** At the first page of a card, a stick or a number: whose it is, and how it is with it. */
export async function presentEid(page: Page, persona: string, state: Record<string, string> = {}): Promise<void> {
  await page.locator('select[name=persona]').selectOption(persona)
  for (const [name, value] of Object.entries(state)) {
    await page.locator(`select[name="${name}"]`).selectOption(value)
  }
  await next(page)
}

/** Picks the certificate of a stick. */
export async function chooseCertificate(page: Page, certificate: string): Promise<void> {
  await page.locator('select[name=certificate]').selectOption(certificate)
  await next(page)
}

export async function typeSecret(page: Page, name: 'pin' | 'password' | 'one_time_code', value: string): Promise<void> {
  await page.locator(`input[name=${name}]`).fill(value)
  await next(page)
}

/** In the app, on the phone, or on a key that is touched. */
export async function approve(page: Page): Promise<void> {
  await page.locator('button[name=approve]').click()
}

export async function cancel(page: Page): Promise<void> {
  await page.locator('button[name=cancel]').click()
}
