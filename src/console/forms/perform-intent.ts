import { planForm } from '#src/admin/revisions/plan-form.ts'
import type { BrokerError } from '#src/http/broker-error.ts'
import { ProblemError } from '#src/http/problem-error.ts'
import { attempt } from '../call/attempt.ts'
import { perform, type SignedIn } from '../call/signed-in.ts'
import { planBlocks } from '../pages/plan-blocks.ts'
import { formTexts } from '../texts/form-texts.ts'
import type { FormBlock } from '../view/block.ts'
import type { PageContent } from '../view/page-content.ts'
import { text } from '../view/pieces.ts'
import type { Intent } from './intent.ts'

/** Fields of ours in a form, that are not part of what it wants. */
const ownFields = ['csrf', 'confirmed', 'reason']

/** Either a page, or where to go when it is done; `leave` is on another origin, and belongs to what has this name. */
export type Outcome =
  | { readonly page: PageContent }
  | { readonly seeOther: string }
  | { readonly leave: string; readonly name: string }

/**
 * First the plan and the question why, then the change itself. The form's own fields go along in hidden ones, and are
 * judged anew: nothing of the first step is believed in the second.
 */
export async function performIntent(
  signedIn: SignedIn,
  intent: Intent,
  form: ReadonlyMap<string, string>,
): Promise<Outcome> {
  const { key, question } = intent
  const reason = form.get('reason') ?? ''
  if (form.get('confirmed') === 'yes') {
    const outcome = await attempt(perform(signedIn, key, { ...question, headers: { ...question.headers, reason } }))
    if ('done' in outcome) return { seeOther: withDone(intent) }
    if (!isAboutReason(outcome.refused)) return refusedPage(signedIn, intent, form, outcome.refused)
    return askReason(signedIn, intent, form, signedIn.say(formTexts.reasonMissing))
  }
  return askReason(signedIn, intent, form, undefined)
}

async function askReason(
  signedIn: SignedIn,
  intent: Intent,
  form: ReadonlyMap<string, string>,
  error: string | undefined,
): Promise<Outcome> {
  const { say, language } = signedIn
  const planned = await plan(signedIn, intent)
  if ('refused' in planned) return refusedPage(signedIn, intent, form, planned.refused)
  if (planned.isNothing) return { seeOther: `${intent.backTo}${joint(intent.backTo)}done=nothing` }
  return {
    page: {
      title: intent.title,
      over: say(formTexts.confirm),
      ...(error === undefined ? {} : { status: 400 }),
      trail: [{ text: say(formTexts.back), href: intent.backTo }],
      blocks: [
        ...intent.summary,
        ...planBlocks(planned.plan, say, language),
        reasonForm(signedIn, intent, withBase(form, planned.plan?.base_revision), error),
      ],
    },
  }
}

/** @returns no plan for an operation that tells none. */
async function plan(signedIn: SignedIn, { key, question, hasPlan }: Intent) {
  if (!hasPlan) return { plan: undefined, isNothing: false }
  const query = { ...question.query, dry_run: 'true' }
  const outcome = await attempt(perform(signedIn, key, { ...question, query }))
  if ('refused' in outcome) return outcome
  const told = planForm.loose().parse(outcome.done.body)
  return { plan: told, isNothing: told.changes.length === 0 }
}

/** With the revision that the plan was made on, for those whose change is refused when there is a newer one. */
function withBase(form: ReadonlyMap<string, string>, base: number | undefined): ReadonlyMap<string, string> {
  return base === undefined ? form : new Map([...form, ['base', String(base)]])
}

function reasonForm(
  { say, csrf, ctx }: SignedIn,
  intent: Intent,
  form: ReadonlyMap<string, string>,
  error: string | undefined,
): FormBlock {
  return {
    kind: 'form',
    method: 'post',
    action: ctx.path,
    hidden: { ...wanted(form), csrf, confirmed: 'yes' },
    errorHeading: say(formTexts.wrong),
    fields: [
      {
        name: 'reason',
        label: say(formTexts.reason),
        note: say(formTexts.reasonNote),
        error,
        input: { kind: 'area', value: form.get('reason') ?? '', rows: 3, isRequired: true },
      },
    ],
    buttons: [{ text: intent.button, ...(intent.isDangerous ? { color: 'danger' } : {}) }],
  }
}

async function refusedPage(
  signedIn: SignedIn,
  intent: Intent,
  form: ReadonlyMap<string, string>,
  refused: BrokerError,
): Promise<Outcome> {
  const { say, csrf, ctx } = signedIn
  if (refused.reason !== 'precondition_failed' || intent.conflict === undefined) {
    return { page: { status: refused.entry.status, ...(await intent.again(refused)) } }
  }
  const { etag, blocks } = await intent.conflict()
  return {
    page: {
      title: say(formTexts.conflict),
      over: intent.title,
      status: refused.entry.status,
      blocks: [
        { kind: 'alert', color: 'warning', lines: [[text(say(formTexts.conflictLead))]] },
        ...blocks,
        {
          kind: 'form',
          method: 'post',
          action: ctx.path,
          hidden: { ...wanted(form), etag, csrf },
          fields: [],
          buttons: [{ text: say(formTexts.goOn) }],
        },
        { kind: 'actions', links: [{ text: say(formTexts.keepTheirs), href: intent.backTo, variant: 'secondary' }] },
      ],
    },
  }
}

function wanted(form: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  return Object.fromEntries([...form].filter(([name]) => !ownFields.includes(name)))
}

function isAboutReason(refused: BrokerError): boolean {
  return refused instanceof ProblemError && refused.errors.some(({ parameter }) => parameter === 'Tillit-Reason')
}

function withDone({ backTo, done }: Intent): string {
  return `${backTo}${joint(backTo)}done=${done}`
}

function joint(path: string): string {
  return path.includes('?') ? '&' : '?'
}
