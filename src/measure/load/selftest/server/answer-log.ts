/** When a server took up its requests and answered them: ns of the monotonic clock, which all processes of a host share. */
export class AnswerLog {
  readonly #arrivedNs: number[] = []
  readonly #answeredNs: number[] = []

  add(arrivedNs: bigint, answeredNs: bigint): void {
    this.#arrivedNs.push(Number(arrivedNs))
    this.#answeredNs.push(Number(answeredNs))
  }

  read(): AnswerTimes {
    return { arrivedNs: this.#arrivedNs, answeredNs: this.#answeredNs }
  }
}

/** In the order of the answers. */
export interface AnswerTimes {
  readonly arrivedNs: readonly number[]
  readonly answeredNs: readonly number[]
}
