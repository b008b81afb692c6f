import { z } from 'zod'
import { type AuditRecord, auditRecordSchema } from '#src/audit/record.ts'
import { referenceCodeOf } from '#src/operations/correlation.ts'
import { ask, type SignedIn } from '../../call/signed-in.ts'
import { frameTexts } from '../../texts/frame-texts.ts'
import { workTexts } from '../../texts/work-texts.ts'
import type { Block } from '../../view/block.ts'
import type { PageContent } from '../../view/page-content.ts'
import { link, text, time } from '../../view/pieces.ts'
import { diffBlock } from '../diff-block.ts'
import { aboutPieces, actorPieces, outcomeTag } from './record-pieces.ts'

const answerForm = z.object({ records: z.array(auditRecordSchema) })

/** GET /admin/audit/{correlation}: everything that was recorded in one request. */
export async function recordPage(signedIn: SignedIn): Promise<PageContent> {
  const { say, params } = signedIn
  const [correlation = ''] = params
  const { records } = await ask(signedIn, 'GET /explanations/{correlation}', answerForm, { params: { correlation } })
  const reference = referenceCodeOf(correlation.replaceAll('-', '').toUpperCase())
  return {
    title: say(workTexts.recordTitle, { reference }),
    trail: [{ text: say(frameTexts.audit), href: '/admin/audit' }],
    blocks: [
      { kind: 'paragraph', isLead: true, pieces: [text(say(workTexts.recordLead))] },
      ...records.map((record) => recordSection(signedIn, record)),
    ],
  }
}

function recordSection({ say, language }: SignedIn, record: AuditRecord): Block {
  const { seq, event, reason, reason_number, details, before, after } = record
  const number = reason_number === undefined ? undefined : `TLT-${reason_number}`
  return {
    kind: 'section',
    id: `record-${seq}`,
    heading: say(workTexts.record, { seq: String(seq), event }),
    blocks: [
      {
        kind: 'facts',
        rows: [
          { label: say(workTexts.time), pieces: [time(record.time, language)] },
          { label: say(workTexts.outcome), pieces: [outcomeTag(record, say)] },
          { label: say(workTexts.actor), pieces: actorPieces(record, say) },
          { label: say(workTexts.about), pieces: aboutPieces(record) },
          ...(reason === undefined
            ? []
            : [
                {
                  label: say(workTexts.reason),
                  pieces: [text(reason), ...(number === undefined ? [] : [link(number, `/errors/${number}`)])],
                },
              ]),
        ],
      },
      ...(before === undefined && after === undefined ? [] : [diffBlock({ before, after }, say)]),
      ...(details === undefined
        ? []
        : [{ kind: 'pre', label: say(workTexts.details), text: JSON.stringify(details, undefined, 2) } as const]),
    ],
  }
}
