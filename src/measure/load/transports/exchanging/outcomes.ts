import type { ExchangeOutcome, OutcomeKind } from '../../../../model/load.ts'
import { monotonicNs } from './monotonic.ts'

/** What is known of an exchange while it is under way. */
export interface Started {
  /** Monotonic. */
  readonly sentNs: number
  readonly bytesOut: number
}

/** What came back. */
export interface Answer {
  /** When it arrived, as a whole: messages have no first byte of their own. Monotonic. */
  readonly atNs: number
  readonly bytesIn: number
}

/** What was made of an answer. */
export interface Judgement {
  readonly kind: OutcomeKind
  /** Empty when ok. */
  readonly code: string
  readonly example: string
}

type Writable<T> = { -readonly [key in keyof T]: T[key] }

/** Outcomes of a client's exchanges: one object, filled in anew for each. */
export class Outcomes {
  readonly #outcome: Writable<ExchangeOutcome> = {
    kind: 'ok',
    code: '',
    example: '',
    sentNs: 0,
    endedNs: 0,
    firstByteNs: 0,
    bytesOut: 0,
    bytesIn: 0,
  }

  /** It was sent, and nothing was waited for. */
  sent(started: Started): ExchangeOutcome {
    return this.#fill(started, OK, monotonicNs())
  }

  /** An answer came. */
  answered(started: Started, answer: Answer, judgement: Judgement = OK): ExchangeOutcome {
    const outcome = this.#fill(started, judgement, answer.atNs)
    outcome.firstByteNs = answer.atNs
    outcome.bytesIn = answer.bytesIn
    return outcome
  }

  /** It ended without one. */
  failed(started: Started, code: string, example: string): ExchangeOutcome {
    return this.#fill(started, { kind: 'failed', code, example }, monotonicNs())
  }

  #fill(started: Started, judgement: Judgement, endedNs: number): Writable<ExchangeOutcome> {
    const outcome = this.#outcome
    outcome.kind = judgement.kind
    outcome.code = judgement.code
    outcome.example = judgement.example
    outcome.sentNs = started.sentNs
    outcome.endedNs = endedNs
    outcome.firstByteNs = 0
    outcome.bytesOut = started.bytesOut
    outcome.bytesIn = 0
    return outcome
  }
}

const OK: Judgement = { kind: 'ok', code: '', example: '' }
