import type { Page } from 'playwright-core'

/** A person without a mouse: Tab, Enter, arrow keys and letters, and nothing else. */

/** More stops than any page has. */
const mostStops = 60

interface Stop {
  /** Text or label of what has the focus, with single spaces. */
  readonly name: string
  readonly field: string
  /** Whether a ring shows where one is (WCAG 2.4.7). */
  readonly ring: boolean
}

const describeFocus = `(() => {
  const focused = document.activeElement
  const style = getComputedStyle(focused)
  const label = focused.labels?.[0]?.textContent ?? focused.textContent
  return {
    name: label.replace(/\\s+/g, ' ').trim(),
    field: focused.getAttribute('name') ?? '',
    ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
  }
})()`

/** Tabs until the focus is there. @throws {Error} with every stop on the way when it never is, or shows no ring. */
async function tabTo(page: Page, isWanted: (stop: Stop) => boolean): Promise<void> {
  const stops: string[] = []
  for (let count = 0; count < mostStops; count++) {
    await page.keyboard.press('Tab')
    // The shape is that of `describeFocus` above.
    const stop = await page.evaluate<Stop>(describeFocus)
    stops.push(stop.name)
    if (!isWanted(stop)) continue
    if (!stop.ring) throw new Error(`no ring around ${stop.name} on ${page.url()}`)
    return
  }
  throw new Error(`the keyboard does not reach it on ${page.url()}: ${stops.join(' | ')}`)
}

/** Goes to the link or button whose name begins so, and presses Enter. */
export async function enter(page: Page, name: string): Promise<void> {
  await tabTo(page, (stop) => stop.name.startsWith(name))
  await submit(page)
}

/** Enter, and the next page. */
async function submit(page: Page): Promise<void> {
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
}

/** Goes to the field, types, and presses Enter. */
export async function answer(page: Page, field: string, text: string): Promise<void> {
  await tabTo(page, (stop) => stop.field === field)
  await page.keyboard.type(text)
  await submit(page)
}
