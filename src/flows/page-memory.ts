/**
 * What was worked out of a store, kept for as long as the store stays as it is. Whoever asks for what is being worked out
 * waits for the same answer; what fails is forgotten.
 */
export class PageMemory {
  readonly #most: number
  readonly #kept = new Map<string, Promise<unknown>>()
  #state = ''

  /** @param most answers to keep; the one that nobody asked for the longest goes first */
  constructor(most: number) {
    this.#most = most
  }

  /** @param state of the store, as it says it */
  recall<T>(question: string, state: string, work: () => Promise<T>): Promise<T> {
    if (state !== this.#state) this.#kept.clear()
    this.#state = state
    const known = this.#kept.get(question) as Promise<T> | undefined
    const answer = known ?? this.#watched(question, work())
    // Taken out and put back: a map remembers the order.
    this.#kept.delete(question)
    this.#kept.set(question, answer)
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= this.#most) break
      this.#kept.delete(oldest)
    }
    return answer
  }

  #watched<T>(question: string, answer: Promise<T>): Promise<T> {
    answer.catch(() => {
      if (this.#kept.get(question) === answer) this.#kept.delete(question)
    })
    return answer
  }
}
