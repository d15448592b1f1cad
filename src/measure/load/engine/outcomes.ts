import type { ExchangeOutcome, OutcomeKind } from '../../../model/load.ts'

/** The end of an iteration that no transport told of. */
export class MadeOutcome implements ExchangeOutcome {
  readonly kind: OutcomeKind
  readonly code: string
  readonly sentNs: number
  readonly endedNs: number
  readonly firstByteNs: number = 0
  readonly bytesOut: number = 0
  readonly bytesIn: number = 0
  readonly #example: () => string

  constructor(parts: OutcomeParts) {
    this.kind = parts.kind
    this.code = parts.code
    this.sentNs = parts.sentNs
    this.endedNs = parts.endedNs
    this.#example = parts.example
  }

  /** Only asked for once a code: it may cost more than the iteration did. */
  get example(): string {
    return this.#example()
  }
}

/** What is known of such an end. */
export interface OutcomeParts {
  readonly kind: OutcomeKind
  readonly code: string
  readonly example: () => string
  /** 0 = it was never sent. */
  readonly sentNs: number
  readonly endedNs: number
}
