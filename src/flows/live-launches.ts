import type { LiveProgress } from '../model/page.ts'
import type { BenchPlan, MeasureEvent } from '../model/plan.ts'

/** How far a benchmark is. What Vitest's files measure is known once they have begun. */
export class LaunchCount {
  /** Launches asked for, by scenario. */
  readonly #asked: Map<string, number>
  #done = 0
  #scenario = ''

  constructor({ scenarios, launches }: Pick<BenchPlan, 'scenarios' | 'launches'>) {
    this.#asked = new Map(scenarios.map(({ identity }) => [identity.key, launches]))
  }

  get progress(): LiveProgress {
    const launches = [...this.#asked.values()].reduce((sum, count) => sum + count, 0)
    return { done: this.#done, launches: Math.max(this.#done, launches), scenario: this.#scenario }
  }

  /** @returns whether it has got on */
  take(event: MeasureEvent): boolean {
    if (event.kind === 'launch-started') {
      this.#asked.set(event.key, event.launches)
      this.#scenario = event.key
      return true
    }
    if (event.kind !== 'launch-finished') return false
    this.#done++
    return true
  }
}
