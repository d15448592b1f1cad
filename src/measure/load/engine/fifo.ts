/** First in, first out, in constant time and without an allocation for each element: a ring that doubles when it is full. */
export class Fifo<T> {
  #ring: (T | undefined)[] = new Array<T | undefined>(16)
  #first = 0
  #length = 0

  get length(): number {
    return this.#length
  }

  push(value: T): void {
    if (this.#length === this.#ring.length) this.#grow()
    this.#ring[(this.#first + this.#length) & (this.#ring.length - 1)] = value
    this.#length++
  }

  /** The oldest, left where it is. */
  peek(): T | undefined {
    return this.#ring[this.#first]
  }

  /** The oldest, taken out. */
  shift(): T | undefined {
    if (this.#length === 0) return undefined
    const value = this.#ring[this.#first]
    this.#ring[this.#first] = undefined
    this.#first = (this.#first + 1) & (this.#ring.length - 1)
    this.#length--
    return value
  }

  #grow(): void {
    const grown = new Array<T | undefined>(this.#ring.length * 2)
    for (let index = 0; index < this.#length; index++) {
      grown[index] = this.#ring[(this.#first + index) & (this.#ring.length - 1)]
    }
    this.#ring = grown
    this.#first = 0
  }
}
