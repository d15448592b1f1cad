/** A growing column of floats: samples as they are taken, without an allocation each. */
export class Series {
  #values: Float64Array
  #length = 0

  /** @param capacity room made beforehand; doubled when it is used up. */
  constructor(capacity = 1024) {
    this.#values = new Float64Array(capacity)
  }

  get length(): number {
    return this.#length
  }

  push(value: number): void {
    if (this.#length === this.#values.length) this.#grow()
    this.#values[this.#length++] = value
  }

  clear(): void {
    this.#length = 0
  }

  /** The values so far: a view, valid until the next push. */
  values(): Float64Array {
    return this.#values.subarray(0, this.#length)
  }

  #grow(): void {
    const grown = new Float64Array(this.#values.length * 2)
    grown.set(this.#values)
    this.#values = grown
  }
}
