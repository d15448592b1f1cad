/** Virtual users by when they are due: a binary heap over two typed arrays, so that 10,000 users cost no allocations. */
export class DueHeap {
  readonly #dueNs: Float64Array
  readonly #users: Int32Array
  #length = 0

  /** @param capacity the most users that can wait at a time */
  constructor(capacity: number) {
    this.#dueNs = new Float64Array(capacity)
    this.#users = new Int32Array(capacity)
  }

  get length(): number {
    return this.#length
  }

  /** When the first is due; Infinity when none is. */
  get firstNs(): number {
    return this.#length === 0 ? Number.POSITIVE_INFINITY : this.#due(0)
  }

  push(user: number, dueNs: number): void {
    let at = this.#length++
    while (at > 0) {
      const above = (at - 1) >> 1
      if (this.#due(above) <= dueNs) break
      this.#move(above, at)
      at = above
    }
    this.#put(at, user, dueNs)
  }

  /** Takes the first out. @throws RangeError when there is none */
  pop(): number {
    if (this.#length === 0) throw new RangeError('no user is due')
    const first = this.#users[0] ?? 0
    const user = this.#users[--this.#length] ?? 0
    const dueNs = this.#due(this.#length)
    let at = 0
    for (let below = 1; below < this.#length; below = 2 * at + 1) {
      if (below + 1 < this.#length && this.#due(below + 1) < this.#due(below)) below++
      if (this.#due(below) >= dueNs) break
      this.#move(below, at)
      at = below
    }
    if (this.#length > 0) this.#put(at, user, dueNs)
    return first
  }

  #due(at: number): number {
    return this.#dueNs[at] ?? Number.POSITIVE_INFINITY
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#users[from] ?? 0, this.#due(from))
  }

  #put(at: number, user: number, dueNs: number): void {
    this.#users[at] = user
    this.#dueNs[at] = dueNs
  }
}
