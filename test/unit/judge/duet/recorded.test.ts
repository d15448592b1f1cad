import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ScenarioComparison } from '../../../../src/model/comparison.ts'
import type { DuetEvidence, Side } from '../../../../src/model/duet.ts'
import { judgeDuets } from '../../../../src/judge/index.ts'
import { evidenceOf } from './evidence.ts'

/**
 * Recorded processes of identical code: whoever takes the samples inside a process for independent finds changes where
 * there are none, since some code keeps a wrong ratio for a whole process.
 */

interface RecordedProcess {
  readonly first: Side
  readonly ratio: number
  readonly logStandardError: number
}
interface Recording {
  readonly duets: readonly {
    readonly workload: string
    readonly processes: readonly RecordedProcess[]
  }[]
}

const file = new URL('../../../fixtures/duet/identical-code.json', import.meta.url)
const { duets }: Recording = JSON.parse(readFileSync(file, 'utf8'))

/** Every stretch of so many processes, as if a duet had ended with them. */
const stretches = (count: number): readonly (readonly RecordedProcess[])[] =>
  duets.flatMap(({ processes }) =>
    Array.from({ length: processes.length - count + 1 }, (_, from) =>
      processes.slice(from, from + count),
    ),
  )

const evidence = (processes: readonly RecordedProcess[]): DuetEvidence =>
  evidenceOf(
    processes.map(({ first, ratio, logStandardError }) => ({
      first,
      percent: 100 * Math.log(ratio),
      within: 100 * logStandardError,
    })),
  )

/** The same rule, with the error that the pairs inside the processes leave: samples taken as independent. */
function naive(processes: readonly RecordedProcess[]): { called: boolean; covers: boolean } {
  const logs = processes.map(({ ratio }) => Math.log(ratio))
  const location = logs.reduce((sum, log) => sum + log, 0) / logs.length
  const within = processes.reduce((sum, each) => sum + each.logStandardError ** 2, 0)
  const reach = (2.576 * Math.sqrt(within)) / logs.length
  const covers = Math.abs(location) <= reach
  return { covers, called: !covers && Math.abs(location) > Math.log(1.01) }
}

const isCalled = ({ verdict }: ScenarioComparison): boolean =>
  verdict === 'regressed' || verdict === 'improved'
const covers = ({ interval }: ScenarioComparison): boolean =>
  interval !== null && interval[0] <= 1 && 1 <= interval[1]

const share = <T>(all: readonly T[], which: (one: T) => boolean): number =>
  (100 * all.filter(which).length) / all.length

describe.each([4, 6, 8, 12])('%i recorded processes of identical code', (count) => {
  const all = stretches(count)
  const judged = all.flatMap((processes) => judgeDuets([evidence(processes)]))

  it('are not called changed', () => {
    expect(share(judged, isCalled)).toBeLessThanOrEqual(1)
  })

  it('have intervals that hold 1, since they come from how processes differ', () => {
    expect(share(judged, covers)).toBeGreaterThanOrEqual(98.5)
  })

  it('would be called changed by whoever took their samples as independent', () => {
    const taken = all.map(naive)
    expect(share(taken, ({ called }) => called)).toBeGreaterThan(10)
    expect(share(taken, (one) => one.covers)).toBeLessThan(90)
  })
})
