import { type Expectations, headerProblem, headerValue } from './expectations.ts'

/** Bodies that are checked may be this long. */
const BODY_LIMIT_BYTES = 16 * 2 ** 20

const FIRST_SIZE_BYTES = 1024

/** Keeps of one answer at a time what its checks need, and applies them at its end. */
export class CheckedAnswer {
  readonly wantsHeaders: boolean
  readonly wantsBody: boolean
  readonly #expectations: Expectations
  readonly #values: (string | undefined)[]
  #body: Buffer = Buffer.allocUnsafe(0)
  #bodyLength = 0

  constructor(expectations: Expectations) {
    this.#expectations = expectations
    this.#values = expectations.headers.map(() => undefined)
    this.wantsHeaders = expectations.headers.length > 0
    this.wantsBody = expectations.bodies.length > 0
  }

  /** A line `name: value`. Several of one name count as one, joined as RFC 9110 §5.3 says. */
  addHeaderLine(bytes: Buffer, from: number, to: number): void {
    this.#expectations.headers.forEach((expected, index) => {
      const value = headerValue(expected, bytes, from, to)
      if (value !== undefined) this.#addValue(index, value)
    })
  }

  /** All headers at once, names in small letters. */
  addHeaders(headers: Readonly<Record<string, string | readonly string[] | undefined>>): void {
    this.#expectations.headers.forEach(({ name }, index) => {
      for (const value of [headers[name] ?? []].flat()) this.#addValue(index, value)
    })
  }

  addBody(bytes: Buffer, from: number, to: number): void {
    const length = this.#bodyLength + to - from
    if (length > this.#body.length && length <= BODY_LIMIT_BYTES) this.#grow(length)
    if (length <= BODY_LIMIT_BYTES) bytes.copy(this.#body, this.#bodyLength, from, to)
    this.#bodyLength = length
  }

  /** @returns what is wrong, or nothing. Everything is forgotten then. */
  finish(): string {
    const problem = this.#problem()
    this.forget()
    return problem
  }

  forget(): void {
    this.#values.fill(undefined)
    this.#bodyLength = 0
  }

  #addValue(index: number, value: string): void {
    const before = this.#values[index]
    this.#values[index] = before === undefined ? value : `${before}, ${value}`
  }

  #grow(length: number): void {
    const grown = Buffer.allocUnsafe(Math.max(FIRST_SIZE_BYTES, 2 * length))
    this.#body.copy(grown, 0, 0, this.#bodyLength)
    this.#body = grown
  }

  #problem(): string {
    const { headers, bodies } = this.#expectations
    for (const [index, expected] of headers.entries()) {
      const problem = headerProblem(expected, this.#values[index])
      if (problem !== '') return problem
    }
    if (bodies.length === 0) return ''
    if (this.#bodyLength > BODY_LIMIT_BYTES)
      return 'the body is longer than the 16 MiB that are checked'
    const body = this.#body.subarray(0, this.#bodyLength)
    for (const expected of bodies) {
      const problem = expected(body)
      if (problem !== '') return problem
    }
    return ''
  }
}
