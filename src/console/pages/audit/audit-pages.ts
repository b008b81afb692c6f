import { z } from 'zod'
import { type AuditRecord, auditRecordSchema } from '#src/audit/record.ts'
import { referenceCodeOf } from '#src/operations/correlation.ts'
import { attempt } from '../../call/attempt.ts'
import { ask, type SignedIn } from '../../call/signed-in.ts'
import type { Outcome } from '../../forms/perform-intent.ts'
import { frameTexts } from '../../texts/frame-texts.ts'
import { workTexts } from '../../texts/work-texts.ts'
import type { Block } from '../../view/block.ts'
import type { PageContent } from '../../view/page-content.ts'
import { code, link, muted, text, time } from '../../view/pieces.ts'
import { countOf } from '../count-of.ts'
import { auditForm, auditQuestion } from './audit-form.ts'
import { aboutPieces, actorPieces, outcomeTag } from './record-pieces.ts'

const answerForm = z.object({ records: z.array(auditRecordSchema), next: z.number().optional() })
const verificationForm = z.object({ whole: z.boolean(), records: z.number(), broken_at: z.number().optional() })

/** GET /admin/audit: the empty search. */
export async function auditPage(signedIn: SignedIn): Promise<PageContent> {
  return frame(signedIn, [auditForm(signedIn, new Map(), undefined), ...verifySection(signedIn)])
}

/** POST /admin/audit: changes nothing, so it asks for no reason; the search itself is audited by the operation. */
export async function searchAudit(signedIn: SignedIn, form: ReadonlyMap<string, string>): Promise<Outcome> {
  const outcome = await attempt(ask(signedIn, 'POST /audit/search', answerForm, { body: auditQuestion(form) }))
  if ('refused' in outcome) {
    const page = frame(signedIn, [auditForm(signedIn, form, outcome.refused)])
    return { page: { ...page, status: outcome.refused.entry.status } }
  }
  const { records, next } = outcome.done
  return {
    page: frame(signedIn, [auditForm(signedIn, form, undefined), recordsSection(signedIn, form, records, next)]),
  }
}

/** POST /admin/audit/verification */
export async function verifyAudit(signedIn: SignedIn): Promise<Outcome> {
  const { say, language } = signedIn
  const { whole, records, broken_at } = await ask(signedIn, 'POST /audit/verification', verificationForm, { body: {} })
  const told: Block = whole
    ? { kind: 'alert', color: 'success', lines: [[text(say(workTexts.whole, { count: countOf(records, language) }))]] }
    : { kind: 'alert', color: 'danger', lines: [[text(say(workTexts.broken, { at: String(broken_at ?? '?') }))]] }
  return { page: frame(signedIn, [told, auditForm(signedIn, new Map(), undefined), ...verifySection(signedIn)]) }
}

function frame({ say }: SignedIn, blocks: readonly Block[]): PageContent {
  return {
    title: say(frameTexts.audit),
    blocks: [{ kind: 'paragraph', isLead: true, pieces: [text(say(workTexts.auditLead))] }, ...blocks],
  }
}

function verifySection({ say, csrf, isOperator }: SignedIn): readonly Block[] {
  if (!isOperator) return []
  return [
    {
      kind: 'section',
      id: 'verify',
      heading: say(workTexts.verifyHeading),
      blocks: [
        { kind: 'paragraph', pieces: [text(say(workTexts.verifyLead))] },
        {
          kind: 'form',
          method: 'post',
          action: '/admin/audit/verification',
          hidden: { csrf },
          fields: [],
          buttons: [{ text: say(workTexts.verify), variant: 'secondary' }],
        },
      ],
    },
  ]
}

function recordsSection(
  { say, language, csrf }: SignedIn,
  form: ReadonlyMap<string, string>,
  records: readonly AuditRecord[],
  next: number | undefined,
): Block {
  const { csrf: _, before: __, ...filter } = Object.fromEntries(form)
  return {
    kind: 'section',
    id: 'records',
    heading: say(workTexts.records),
    blocks: [
      {
        kind: 'table',
        caption: say(workTexts.records),
        columns: [
          say(workTexts.time),
          say(workTexts.event),
          say(workTexts.outcome),
          say(workTexts.actor),
          say(workTexts.about),
          say(workTexts.reference),
        ],
        rows: records.map((record) => [
          [time(record.time, language)],
          [code(record.event)],
          [outcomeTag(record, say), ...(record.reason === undefined ? [] : [muted(record.reason)])],
          actorPieces(record, say),
          aboutPieces(record),
          record.correlation_id === undefined
            ? []
            : [link(referenceCodeOf(record.correlation_id), `/admin/audit/${record.correlation_id}`)],
        ]),
        empty: say(workTexts.noRecords),
      },
      ...(next === undefined
        ? []
        : [
            {
              kind: 'form',
              method: 'post',
              action: '/admin/audit',
              hidden: { ...filter, csrf, before: String(next) },
              fields: [],
              buttons: [{ text: say(workTexts.older), variant: 'secondary' }],
            } as const,
          ]),
    ],
  }
}
