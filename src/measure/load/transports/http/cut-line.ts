/** The begin of a line whose end has not come. Its memory grows with the longest such line and is used again. */
export class CutLine {
  bytes: Buffer = Buffer.allocUnsafe(0)
  length = 0

  append(source: Buffer, from: number, to: number): void {
    const needed = this.length + to - from
    if (needed > this.bytes.length) this.#grow(needed)
    source.copy(this.bytes, this.length, from, to)
    this.length = needed
  }

  /** Its bytes stay until more are appended. */
  clear(): void {
    this.length = 0
  }

  #grow(needed: number): void {
    const grown = Buffer.allocUnsafe(Math.max(256, needed * 2))
    this.bytes.copy(grown, 0, 0, this.length)
    this.bytes = grown
  }
}
