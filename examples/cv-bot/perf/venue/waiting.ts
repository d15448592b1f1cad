/** Why it never came; `code` is what a load test counts it under. */
export class NeverCame extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

interface Waiter<T> {
  readonly resolve: (value: T) => void
  readonly reject: (error: Error) => void
  readonly untilMs: number
}

/** Longer than anything takes that is not lost. */
const PATIENCE_MS = 3000
const LOOK_EVERY_MS = 250

/** Those who wait for something to come, by what it is; of several who wait for the same, the first one gets it. */
export class Waiting<T> implements Disposable {
  readonly #code: string
  readonly #waiters = new Map<string, Waiter<T>[]>()
  readonly #looks: NodeJS.Timeout

  /** @param code of what never comes */
  constructor(code: string) {
    this.#code = code
    this.#looks = setInterval(() => this.#giveUp(), LOOK_EVERY_MS).unref()
  }

  /**
   * Resolves when it comes.
   * @param unless what must not fail before: then it won't come, and whoever waits for the same is next
   * @throws NeverCame after 3 s, and whatever `unless` does
   */
  for(what: string, unless?: Promise<unknown>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    const waiter = { resolve, reject, untilMs: performance.now() + PATIENCE_MS }
    this.#waiters.set(what, [...(this.#waiters.get(what) ?? []), waiter])
    unless?.catch((error: Error) => {
      this.#forget(what, waiter)
      reject(error)
    })
    // Whoever waits for several things at once looks at the first failure only.
    promise.catch(() => undefined)
    return promise
  }

  /** It came. @returns whether anyone waited for it */
  came(what: string, value: T): boolean {
    const waiter = this.#next(what)
    waiter?.resolve(value)
    return waiter !== undefined
  }

  /** Nothing will come any more, for that reason. */
  fail(error: Error): void {
    for (const waiter of [...this.#waiters.values()].flat()) waiter.reject(error)
    this.#waiters.clear()
  }

  [Symbol.dispose](): void {
    clearInterval(this.#looks)
    this.fail(new NeverCame('CLOSED', 'nobody waits for it any more'))
  }

  #next(what: string): Waiter<T> | undefined {
    const first = this.#waiters.get(what)?.[0]
    if (first !== undefined) this.#forget(what, first)
    return first
  }

  #forget(what: string, gone: Waiter<T>): void {
    const others = this.#waiters.get(what)?.filter((each) => each !== gone) ?? []
    if (others.length === 0) this.#waiters.delete(what)
    else this.#waiters.set(what, others)
  }

  #giveUp(): void {
    const nowMs = performance.now()
    for (const [what, waiters] of this.#waiters) {
      for (const waiter of waiters) {
        if (waiter.untilMs >= nowMs) break
        this.#forget(what, waiter)
        waiter.reject(new NeverCame(this.#code, `${what} did not come`))
      }
    }
  }
}
