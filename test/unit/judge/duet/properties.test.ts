import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ScenarioComparison, Verdict } from '../../../../src/model/comparison.ts'
import type { ClockReading, DuetEvidence, DuetLaunch } from '../../../../src/model/duet.ts'
import { judgeDuets } from '../../../../src/judge/index.ts'
import { evidenceOf } from './evidence.ts'

/** Processes of one scenario: a level and a spread, so that every verdict comes up; even, so that orders are balanced. */
const processes = fc
  .tuple(
    fc.constantFrom(-10, -2, 0, 0.5, 2, 5, 30),
    fc.constantFrom(0.2, 1, 4, 20),
    fc.array(fc.double({ min: -1.5, max: 1.5, noNaN: true }), { minLength: 3, maxLength: 9 }),
  )
  .map(([level, spread, errors]) =>
    [...errors, ...errors.map((error) => error / 2 + 0.1)].map((error) => level + spread * error),
  )

function judge(evidence: DuetEvidence): ScenarioComparison {
  const [judged] = judgeDuets([evidence])
  if (judged === undefined) throw new Error('one scenario in, one out')
  return judged
}

/** Rounding may move a number across a limit that it lies on; such processes say nothing. */
const isOnTheEdge = ({ ratio, interval }: ScenarioComparison): boolean =>
  [ratio, ...(interval ?? [])].some((value) =>
    [1, 1.01, 1 / 1.01, 1.05, 1 / 1.05].some((edge) => Math.abs((value ?? 0) - edge) < 1e-7),
  )

const SWAPPED: Readonly<Partial<Record<Verdict, Verdict>>> = {
  regressed: 'improved',
  improved: 'regressed',
}

/** Whether a process is 12 % or more off another one. */
const liesApart = (logs: readonly number[]): boolean => Math.max(...logs) - Math.min(...logs) > 12

const swapReading = (reading: ClockReading): ClockReading => ({
  ...reading,
  ratio: 1 / reading.ratio,
  currentNs: reading.baselineNs,
  baselineNs: reading.currentNs,
})

const swap = (launch: DuetLaunch): DuetLaunch => ({
  ...launch,
  first: launch.first === 'current' ? 'baseline' : 'current',
  wall: swapReading(launch.wall),
  cpu: launch.cpu === null ? null : swapReading(launch.cpu),
})

const scale = (launch: DuetLaunch, by: number): DuetLaunch => {
  const scaled = (reading: ClockReading): ClockReading => ({
    ...reading,
    currentNs: reading.currentNs * by,
    baselineNs: reading.baselineNs * by,
  })
  return { ...launch, wall: scaled(launch.wall), cpu: launch.cpu && scaled(launch.cpu) }
}

const change = (
  evidence: DuetEvidence,
  by: (launches: readonly DuetLaunch[]) => readonly DuetLaunch[],
): DuetEvidence => ({ ...evidence, launches: by(evidence.launches) })

describe('the judge of duets, whatever the processes', () => {
  it('turns round when the sides are swapped', () => {
    fc.assert(
      fc.property(processes, (logs) => {
        const evidence = evidenceOf(logs)
        const forth = judge(evidence)
        fc.pre(!isOnTheEdge(forth))
        const back = judge(change(evidence, (launches) => launches.map(swap)))
        expect(back.verdict).toBe(SWAPPED[forth.verdict] ?? forth.verdict)
        expect(back.interval?.[0]).toBeCloseTo(1 / (forth.interval?.[1] ?? 0), 6)
      }),
    )
  })

  it('does not depend on how long an iteration takes', () => {
    fc.assert(
      fc.property(processes, fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (logs, by) => {
        const evidence = evidenceOf(logs)
        const scaled = judge(change(evidence, (all) => all.map((launch) => scale(launch, by))))
        expect(scaled.verdict).toBe(judge(evidence).verdict)
        expect(scaled.interval).toEqual(judge(evidence).interval)
      }),
    )
  })

  it('does not depend on the order of processes', () => {
    fc.assert(
      fc.property(processes, (logs) => {
        const evidence = evidenceOf(logs)
        const plain = judge(evidence)
        fc.pre(!isOnTheEdge(plain))
        expect(judge(change(evidence, (all) => all.toReversed())).verdict).toBe(plain.verdict)
      }),
    )
  })

  it('is never less sure when the same processes come up again', () => {
    fc.assert(
      fc.property(processes, (logs) => {
        const once = judge(evidenceOf(logs))
        fc.pre(once.verdict !== 'inconclusive' && !isOnTheEdge(once))
        // One process far off is an accident; the same again is a mode, and a reason to doubt.
        fc.pre(!liesApart(logs))
        expect(judge(evidenceOf([...logs, ...logs])).verdict).not.toBe('inconclusive')
      }),
      { numRuns: 300 },
    )
  })

  it('never calls a change against its own interval, nor one within the tolerance', () => {
    fc.assert(
      fc.property(processes, (logs) => {
        const { verdict, ratio, interval, reason } = judge(evidenceOf(logs))
        fc.pre(ratio !== null && interval !== null && !reason.includes('slow mode'))
        if (verdict === 'regressed') expect(ratio > 1.01 && interval[0] > 1).toBe(true)
        if (verdict === 'improved') expect(ratio < 1 / 1.01 && interval[1] < 1).toBe(true)
        if (verdict === 'unchanged')
          expect(interval[0] >= 1 / 1.05 && interval[1] <= 1.05).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})
