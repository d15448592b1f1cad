/**
 * Time that stands still unless a test lets it pass, so that what the engine measures is known exactly. Both clocks that
 * the engine reads are replaced until it is disposed of.
 */
export class VirtualTime implements Disposable {
  readonly #readingNs: number
  readonly #cpuUsage = process.cpuUsage
  readonly #threadCpuUsage = process.threadCpuUsage
  #wallNs = 1e9
  #cpuNs = 0

  /** @param readingNs what a reading of the wall clock takes, on the CPU */
  constructor(readingNs = 0) {
    this.#readingNs = readingNs
    performance.now = () => {
      this.work(this.#readingNs)
      return this.#wallNs / 1e6
    }
    const usage = (): NodeJS.CpuUsage => ({ user: this.#cpuNs / 1e3, system: 0 })
    process.cpuUsage = usage
    process.threadCpuUsage = usage
  }

  /** Passes on both clocks. */
  work(ns: number): void {
    this.#wallNs += ns
    this.#cpuNs += ns
  }

  /** Passes on the wall clock alone. */
  wait(ns: number): void {
    this.#wallNs += ns
  }

  [Symbol.dispose](): void {
    // The real one is the prototype's.
    Reflect.deleteProperty(performance, 'now')
    process.cpuUsage = this.#cpuUsage
    process.threadCpuUsage = this.#threadCpuUsage
  }
}
