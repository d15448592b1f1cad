import type { Iteration } from './iteration.ts'
import type { WorkerSlowest } from './parts.ts'

/** How many of a window's slowest iterations are kept. */
const KEPT = 5

/** Keeps the slowest iterations of a window. */
export class Slowest {
  #kept: WorkerSlowest[] = []
  #thresholdNs = 0

  /** @param atMs its intended start, from the start of the schedule */
  add(iteration: Iteration, latencyNs: number, atMs: number): void {
    if (latencyNs <= this.#thresholdNs) return
    const stages = (iteration.stages?.touched ?? []).map(({ node, spentNs }) => ({
      name: node.path,
      latencyNs: spentNs,
    }))
    this.#kept.push({ iteration: iteration.sequence, latencyNs, stages, atMs })
    this.#kept.sort((a, b) => b.latencyNs - a.latencyNs)
    this.#kept.length = Math.min(this.#kept.length, KEPT)
    this.#thresholdNs = this.#kept.length < KEPT ? 0 : (this.#kept.at(-1)?.latencyNs ?? 0)
  }

  /** Hands them over, slowest first, and forgets them. */
  take(): readonly WorkerSlowest[] {
    const taken = this.#kept
    this.#kept = []
    this.#thresholdNs = 0
    return taken
  }
}
