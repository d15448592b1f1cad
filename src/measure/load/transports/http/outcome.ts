import type { ExchangeOutcome, OutcomeKind } from '../../../../model/load.ts'

/** How an HTTP exchange ended. One object for many of them. */
export interface HttpOutcome extends ExchangeOutcome {
  /** Finding the address and TCP, told by the first exchange that a connection carried; else 0: it was used again. */
  readonly connectNs: number
  /** TLS, likewise. */
  readonly tlsNs: number
}

/** The one that is filled again and again. */
export class ReusedOutcome implements HttpOutcome {
  kind: OutcomeKind = 'ok'
  code = ''
  example = ''
  sentNs = 0
  endedNs = 0
  firstByteNs = 0
  bytesOut = 0
  bytesIn = 0
  connectNs = 0
  tlsNs = 0

  succeed(): void {
    this.kind = 'ok'
    this.code = ''
    this.example = ''
  }

  fail(code: string, example: string): void {
    this.kind = 'failed'
    this.code = code
    this.example = example
  }

  reject(code: string, example: string): void {
    this.kind = 'rejected'
    this.code = code
    this.example = example
  }
}
