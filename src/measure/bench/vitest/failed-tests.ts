import { redact } from '../../../kernel/redact.ts'
import type { FailedTest } from './plan.ts'
import type { SaidError } from './protocol.ts'

/** Gathers failures of tests over all launches: the same one in five launches is one failure, seen five times. */

/** One failure in one launch. */
export interface Failure {
  /** Relative to the project. */
  readonly file: string
  readonly test: string
  readonly error: SaidError
}

/** Failures by test. */
export class FailedTests {
  readonly #failures = new Map<string, Failure[]>()

  /** Further errors of a test are further failures only where they are of another kind. */
  add(failure: Failure): void {
    const { file, test, error } = failure
    const key = JSON.stringify([file, test, error.kind])
    this.#failures.set(key, [...(this.#failures.get(key) ?? []), failure])
  }

  /** @param launchesOf how often a file was run */
  list(launchesOf: (file: string) => number): FailedTest[] {
    return [...this.#failures.values()].flatMap((failures) => {
      const [first] = failures
      if (first === undefined) return []
      const { file, test, error } = first
      const launches = launchesOf(file)
      return {
        file,
        test,
        message: redact(error.message),
        failedLaunches: Math.min(failures.length, launches),
        launches,
        budget: error.kind === 'budget',
      }
    })
  }
}
