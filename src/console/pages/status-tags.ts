import type { AccessRow } from '../call/forms.ts'
import { accessStatusTexts, entityStatusTexts } from '../texts/overview-texts.ts'
import { type Color, type Piece, tag } from '../view/pieces.ts'
import type { Say } from '../view/speak.ts'

const accessColors: Readonly<Record<AccessRow['status'], Color>> = {
  requested: 'warning',
  approved: 'success',
  refused: 'danger',
  revoked: 'neutral',
}

/** How an access stands: always a word, in a colour beside. */
export function accessTag(status: AccessRow['status'], say: Say): Piece {
  return tag(say(accessStatusTexts[status]), accessColors[status])
}

/** How an entity stands. A status that the console does not know is shown as it is. */
export function entityTag(status: string, say: Say): Piece {
  const known = Object.entries(entityStatusTexts).find(([name]) => name === status)
  const color = status === 'active' ? 'success' : status === 'draft' ? 'warning' : 'neutral'
  return tag(known === undefined ? status : say(known[1]), color)
}
