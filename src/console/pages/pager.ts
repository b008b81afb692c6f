import type { SignedIn } from '../call/signed-in.ts'
import { overviewTexts } from '../texts/overview-texts.ts'
import type { Block } from '../view/block.ts'

/** Links to the next page of a list and back to the first; nothing where one page holds all. */
export function pagerBlocks(
  { say, ctx, query }: SignedIn,
  next: string | undefined,
  parameter: 'after' | 'before' = 'after',
): readonly Block[] {
  const { [parameter]: at, done: _, lang: __, ...filter } = query
  const address = (more: Readonly<Record<string, string>>) => {
    const parameters = new URLSearchParams({ ...filter, ...more }).toString()
    return parameters === '' ? ctx.path : `${ctx.path}?${parameters}`
  }
  const links = [
    ...(at === undefined ? [] : [{ text: say(overviewTexts.first), href: address({}) }]),
    ...(next === undefined ? [] : [{ text: say(overviewTexts.next), href: address({ [parameter]: next }) }]),
  ]
  return links.length === 0 ? [] : [{ kind: 'pager', label: say(overviewTexts.pages), links }]
}
