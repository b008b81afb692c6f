import { auditEvents } from '#src/audit/events.ts'
import type { BrokerError } from '#src/http/broker-error.ts'
import type { SignedIn } from '../../call/signed-in.ts'
import type { PlacedField } from '../../forms/errors-of.ts'
import { postedForm } from '../../forms/posted-form.ts'
import { entityTexts } from '../../texts/entity-texts.ts'
import { overviewTexts } from '../../texts/overview-texts.ts'
import { workTexts } from '../../texts/work-texts.ts'
import type { FormBlock } from '../../view/block.ts'

/** The search: posted, for a national identity number must stand in no address. */
export function auditForm(
  { say, csrf }: SignedIn,
  form: ReadonlyMap<string, string>,
  refused: BrokerError | undefined,
): FormBlock {
  const value = (name: string) => form.get(name) ?? ''
  const events = auditEvents.map((event) => ({ value: event, label: event }))
  const fields: readonly PlacedField[] = [
    {
      name: 'client_id',
      pointer: '/client_id',
      label: say(entityTexts.client),
      input: { kind: 'text', value: value('client_id') },
    },
    {
      name: 'pid',
      pointer: '/pid',
      label: say(workTexts.pid),
      input: { kind: 'text', value: value('pid'), isNumeric: true },
    },
    {
      name: 'organisation',
      pointer: '/organisation',
      label: say(entityTexts.number),
      input: { kind: 'text', value: value('organisation'), isNumeric: true },
    },
    {
      name: 'event',
      pointer: '/event',
      label: say(workTexts.event),
      input: {
        kind: 'select',
        value: value('event'),
        options: [{ value: '', label: say(overviewTexts.all) }, ...events],
      },
    },
    {
      name: 'correlation',
      pointer: '/correlation',
      label: say(workTexts.reference),
      input: { kind: 'text', value: value('correlation') },
    },
    { name: 'from', pointer: '/from', label: say(workTexts.from), input: { kind: 'date', value: value('from') } },
    { name: 'until', pointer: '/until', label: say(workTexts.until), input: { kind: 'date', value: value('until') } },
  ]
  return postedForm(
    { say, csrf },
    {
      action: '/admin/audit',
      isRow: true,
      refused,
      fields,
      buttons: [{ text: say(workTexts.search) }],
    },
  )
}

/** What was filled in, in the form of the operation. */
export function auditQuestion(form: ReadonlyMap<string, string>): Readonly<Record<string, unknown>> {
  const given = ['client_id', 'pid', 'organisation', 'event', 'correlation'].flatMap((name) => {
    const value = form.get(name)?.trim() ?? ''
    return value === '' ? [] : [[name, name === 'pid' ? value.replaceAll(/\s/g, '') : value]]
  })
  const [from, until, before] = ['from', 'until', 'before'].map((name) => form.get(name)?.trim() ?? '')
  return {
    ...Object.fromEntries(given),
    ...(from ? { from: `${from}T00:00:00Z` } : {}),
    ...(until ? { until: `${until}T23:59:59.999Z` } : {}),
    ...(before && /^\d{1,15}$/.test(before) ? { before: Number(before) } : {}),
  }
}
