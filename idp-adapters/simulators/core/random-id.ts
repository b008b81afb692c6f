import { randomBytes } from 'node:crypto'

/** 192 random bits as base64url: codes, transactions, sessions, handles. */
export function randomId(): string {
  return randomBytes(24).toString('base64url')
}
