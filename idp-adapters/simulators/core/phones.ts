import { randomInt } from 'node:crypto'
import { ExpiringMap } from './expiring-map.ts'
import { randomId } from './random-id.ts'

/** Seconds that a phone is asked; then the operator gives up (C302). */
const patienceSeconds = 120

/** Wrong PINs before the eID is blocked. */
const maximumWrongPins = 3

const adjectives = ['MODIG', 'RASK', 'STILLE', 'LYS', 'VARM', 'GRØNN']
const nouns = ['TIGER', 'FJORD', 'BJØRK', 'MÅNE', 'RYPE', 'STORM']

/** Two words that stand on both screens of one login. */
export function drawWords(): string {
  return `${adjectives[randomInt(adjectives.length)]} ${nouns[randomInt(nouns.length)]}`
}

/** What one phone is asked. It belongs to one login, whose words it shows. */
export interface PhoneRequest {
  readonly id: string
  readonly words: string
  stage: 'asked' | 'accepted' | 'done' | 'rejected' | 'blocked'
  wrongPins: number
}

/** The phones of one provider's customers, by mobile number; one request at a time each. */
export class Phones {
  readonly #requests: ExpiringMap<PhoneRequest>
  readonly #onScreen: ExpiringMap<PhoneRequest>

  /** @param now seconds since the epoch. */
  constructor(now: () => number) {
    this.#requests = new ExpiringMap(now)
    this.#onScreen = new ExpiringMap(now)
  }

  /** Whether a login waits for this phone. */
  isBusy(number: string): boolean {
    const stage = this.#onScreen.get(number)?.stage
    return stage === 'asked' || stage === 'accepted'
  }

  /**
   * A request of one login, not yet on any screen.
   * @param otherThan words that it must not have.
   */
  create(otherThan = ''): PhoneRequest {
    let words = drawWords()
    while (words === otherThan) words = drawWords()
    const request: PhoneRequest = { id: randomId(), words, stage: 'asked', wrongPins: 0 }
    this.#requests.set(request.id, request, patienceSeconds)
    return request
  }

  show(number: string, request: PhoneRequest): void {
    this.#onScreen.set(number, request, patienceSeconds)
  }

  onScreen(number: string): PhoneRequest | undefined {
    return this.#onScreen.get(number)
  }

  /** @returns undefined when nobody answered in time. */
  find(id: string): PhoneRequest | undefined {
    return this.#requests.get(id)
  }

  /** The login has ended: the phone is free for the next. */
  forget(id: string): void {
    const request = this.#requests.take(id)
    if (request?.stage === 'asked' || request?.stage === 'accepted') request.stage = 'rejected'
  }
}

/** One try of the PIN of an accepted request. */
export function tryPin(request: PhoneRequest, isRight: boolean): void {
  if (request.stage !== 'accepted') return
  if (isRight) {
    request.stage = 'done'
    return
  }
  request.wrongPins += 1
  if (request.wrongPins >= maximumWrongPins) request.stage = 'blocked'
}
