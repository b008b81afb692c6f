import { escapeHtml, renderButton } from '../core/html.ts'
import { drawWords } from '../core/phones.ts'
import { next, type Step } from '../core/step.ts'
import type { Text } from '../core/text.ts'

/** The page shows two words; the phone (on the same page here) shows the same, and the person approves or rejects. */
export function approvalStep(title: Text, approveLabel: Text): Step {
  return {
    title,
    render(progress, language) {
      progress.words ??= drawWords()
      const [intro, reject] =
        language === 'en'
          ? ['Check that the phone shows the same words, then approve.', 'Reject']
          : ['Sjekk at telefonen viser de samme ordene, og bekreft.', 'Avvis']
      const words = `<p class="words" lang="nb">${escapeHtml(progress.words)}</p>`
      const buttons = `${renderButton('approve', '1', approveLabel[language], 'main')}${renderButton('reject', '1', reject, 'quiet')}`
      return `<p>${intro}</p>${words}${buttons}`
    },
    submit(_progress, form) {
      if (form.has('approve')) return next
      if (!form.has('reject'))
        return { kind: 'again', message: { nb: 'Bekreft eller avvis.', en: 'Approve or reject.' } }
      return {
        kind: 'problem',
        problem: { code: 'C301', text: { nb: 'Du avviste innloggingen.', en: 'You rejected the login.' } },
      }
    },
  }
}
