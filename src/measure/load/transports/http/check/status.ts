import type { OutcomeKind } from '../../../../../model/load.ts'
import type { HttpCheck } from '../../../../../model/exchanges/http.ts'

/** What a status means for the exchange. */
export interface StatusVerdict {
  readonly kind: OutcomeKind
  readonly code: string
  readonly example: string
}

/** Refused by the target's rate limiting (RFC 6585 §4): an outcome of its own, not an error. */
const TOO_MANY_REQUESTS = 429

/** From here on a status is an error, unless it is the one that was expected. */
const FIRST_ERROR = 400

const FINE: StatusVerdict = { kind: 'ok', code: '', example: '' }

/** The verdict on each status, made when it is first seen. */
export class StatusVerdicts {
  readonly #expected: HttpCheck['status']
  readonly #known: (StatusVerdict | undefined)[] = Array.from({ length: 1000 }, () => undefined)

  constructor(expected: HttpCheck['status']) {
    this.#expected = expected
  }

  of(status: number): StatusVerdict {
    return this.#known[status] ?? this.#learn(status)
  }

  #learn(status: number): StatusVerdict {
    const verdict = judge(status, this.#expected)
    this.#known[status] = verdict
    return verdict
  }
}

function judge(status: number, expected: HttpCheck['status']): StatusVerdict {
  if (expected !== undefined && [expected].flat().some((one) => matches(status, one))) return FINE
  const example = `the answer's status was ${status}${expectedText(expected)}`
  if (status === TOO_MANY_REQUESTS) return { kind: 'rejected', code: `HTTP_${status}`, example }
  if (status >= FIRST_ERROR) return { kind: 'failed', code: `HTTP_${status}`, example }
  return expected === undefined ? FINE : { kind: 'failed', code: 'CHECK_FAILED', example }
}

/** A class is written as `2xx`. */
function matches(status: number, expected: number | string): boolean {
  return typeof expected === 'string' && expected.endsWith('xx')
    ? Math.floor(status / 100) === Number(expected.slice(0, -2))
    : status === Number(expected)
}

function expectedText(expected: HttpCheck['status']): string {
  return expected === undefined ? '' : `, not ${[expected].flat().join(' or ')}`
}
