const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as HTML text or attribute value. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
}

export interface InputField {
  readonly name: string
  readonly label: string
  /** Which test values work. */
  readonly hint?: string
  readonly type?: 'text' | 'password'
  readonly inputMode?: 'numeric' | 'text'
}

/** A labelled input. Its `data-testid` is its name. */
export function renderInput({ name, label, hint, type = 'text', inputMode = 'text' }: InputField): string {
  const described = hint === undefined ? '' : ` aria-describedby="${name}-hint"`
  const hintText = hint === undefined ? '' : `<small id="${name}-hint">${escapeHtml(hint)}</small>`
  return `<p><label for="${name}">${escapeHtml(label)}</label>${hintText}<input id="${name}" name="${name}" data-testid="${name}" type="${type}" inputmode="${inputMode}" autocomplete="off"${described}></p>`
}

export interface SelectOption {
  readonly value: string
  readonly label: string
}

/** A labelled list of choices, the first one chosen. */
export function renderSelect(name: string, label: string, options: readonly SelectOption[], language?: string): string {
  const items = options
    .map(({ value, label: text }) => `<option value="${escapeHtml(value)}">${escapeHtml(text)}</option>`)
    .join('')
  const lang = language === undefined ? '' : ` lang="${language}"`
  return `<p><label for="${name}">${escapeHtml(label)}</label><select id="${name}" name="${name}" data-testid="${name}"${lang}>${items}</select></p>`
}

/** A submit button. Its `data-testid` is its name; several buttons of one name differ in value. */
export function renderButton(name: string, value: string, label: string, kind: 'main' | 'tile' | 'quiet'): string {
  return `<button class="${kind}" name="${name}" data-testid="${name}" value="${escapeHtml(value)}">${escapeHtml(label)}</button>`
}
