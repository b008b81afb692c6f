import { createHash } from 'node:crypto'

/** The only script of all pages: sends the one form of the page. No text of anybody's goes into it. */
export const submitScript = "document.getElementById('post-back').submit()"

/** The same as a source of the content security policy (CSP level 2): this script and no other may run. */
export const submitScriptSource = `'sha256-${createHash('sha256').update(submitScript).digest('base64')}'`
