import type { Language } from '#idp-adapters/contract.ts'
import type { Content } from './content.ts'
import type { Page } from './page.ts'
import { aboutErrorContent } from './pages/about-error.ts'
import { chooseContent } from './pages/choose.ts'
import { errorContent } from './pages/error.ts'
import { errorsContent } from './pages/errors.ts'
import { helpContent } from './pages/help.ts'
import { homeContent } from './pages/home.ts'
import { hopContent } from './pages/hop.ts'
import { loggedOutContent } from './pages/logged-out.ts'
import { logoutContent } from './pages/logout.ts'
import { postBackContent } from './pages/post-back.ts'
import { refusalContent } from './pages/refusal.ts'
import { waitingContent } from './pages/waiting.ts'
import type { Texts } from './texts/texts.ts'

/** Decides what a page says. */
export function contentOf(page: Page, texts: Texts, language: Language): Content {
  switch (page.name) {
    case 'choose':
      return chooseContent(page.model, texts)
    case 'refusal':
      return refusalContent(page.model, texts, language)
    case 'waiting':
      return waitingContent(page.model, texts, language)
    case 'error':
      return errorContent(page.model, texts, language)
    case 'hop':
      return hopContent(page.model, texts)
    case 'logout':
      return logoutContent(page.model, texts)
    case 'logged-out':
      return loggedOutContent(page.model, texts, language)
    case 'home':
      return homeContent(page.model, texts)
    case 'help':
      return helpContent(page.model, texts)
    case 'errors':
      return errorsContent(page.model, texts)
    case 'post-back':
      return postBackContent(page.model, texts)
    case 'about-error':
      return aboutErrorContent(page.model, texts)
  }
}
