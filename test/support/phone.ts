import type { LoginChoices } from './simulators.ts'

/** Plays the phone of BankID på mobil when a page says that it rings: looks at it, accepts, types the PIN. */
export async function usePhone(
  page: { readonly url: URL; readonly html: string },
  { onPhone = 'approve', pin = '1234' }: Pick<LoginChoices, 'onPhone' | 'pin'>,
): Promise<void> {
  const address = /href="([^"]+)"[^>]*data-testid="phone"/.exec(page.html)?.[1]
  if (address === undefined || onPhone === 'nothing') return
  const phone = new URL(address, page.url)
  await pressOnPhone(phone, { [onPhone]: '1' })
  if (onPhone === 'approve') await pressOnPhone(phone, { pin })
}

/** One press on the screen as it is now. @returns the screen afterwards. */
export async function pressOnPhone(phone: URL, fields: Readonly<Record<string, string>>): Promise<string> {
  const screen = await (await fetch(phone)).text()
  const request = /name="request" value="([^"]*)"/.exec(screen)?.[1] ?? ''
  const answer = await fetch(phone, { method: 'POST', body: new URLSearchParams({ request, ...fields }) })
  return answer.text()
}

/** Two words, of a browser's page or a phone's screen. */
export function wordsOn(html: string): string | undefined {
  return /<p class="words"[^>]*>([^<]+)</.exec(html)?.[1]
}

/** The text of an attribute. */
export function decode(attribute: string): string {
  return attribute
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
