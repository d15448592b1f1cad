import { redact } from '../../../kernel/redact.ts'
import type { CodeExample } from './parts.ts'

/** Most codes that are told apart: codes made from data would fill the memory. */
export const MOST_CODES = 50
/** What counts the rest. */
export const OTHER = 'OTHER'
/** Of a failure without a code. */
const NAMELESS = 'FAILED'

/** Longest code and message kept. */
const CODE_KEPT = 200
const EXAMPLE_KEPT = 500

/** Knows the codes seen so far, and keeps the first message of each until it is taken. */
export class ErrorCodes {
  readonly #known = new Set<string>()
  #fresh: CodeExample[] = []

  /** The code that a failure counts under. The message is only read if it is the code's first. */
  codeOf(failure: CodeExample): string {
    if (this.#known.has(failure.code)) return failure.code
    const code = (failure.code || NAMELESS).slice(0, CODE_KEPT)
    if (this.#known.has(code)) return code
    if (this.#known.size < MOST_CODES) return this.#learn(code, failure)
    return this.#known.has(OTHER) ? OTHER : this.#learn(OTHER, failure)
  }

  /** The messages of codes that were new since the last call. */
  takeFresh(): readonly CodeExample[] {
    const fresh = this.#fresh
    this.#fresh = []
    return fresh
  }

  #learn(code: string, { example }: CodeExample): string {
    this.#known.add(code)
    // Hidden first: what is cut off may be what tells a secret from other text.
    this.#fresh.push({ code, example: redact(example).slice(0, EXAMPLE_KEPT) })
    return code
  }
}
