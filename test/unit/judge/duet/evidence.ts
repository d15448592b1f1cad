import { createRandom, type Random } from '../../../../src/kernel/random.ts'
import type { PlannedScenario } from '../../../../src/model/plan.ts'
import type { ClockReading, DuetEvidence, DuetLaunch } from '../../../../src/model/duet.ts'
import { normalQuantile } from '../../../../src/stats/index.ts'

/** Evidence whose processes are written out, so that a test decides exactly what is judged. */

/** A process: ln ratio in percent, and what differs from the usual. */
export interface WrittenLaunch {
  readonly percent: number
  readonly wallPercent?: number
  readonly first?: 'current' | 'baseline'
  readonly spent?: Partial<DuetLaunch['spent']>
  readonly cpu?: null
  readonly stages?: Readonly<Record<string, number | null>>
  /** Typical iteration of each side, ns. */
  readonly ns?: readonly [current: number, baseline: number]
  readonly within?: number
}

/** A scenario's processes, and how measuring ended. */
export function evidenceOf(
  written: readonly (number | WrittenLaunch)[],
  more: Partial<Omit<DuetEvidence, 'launches'>> & { readonly key?: string } = {},
): DuetEvidence {
  const { key = 'parse', ...rest } = more
  return {
    pair: pairOf(key),
    launches: launchesOf(written),
    failure: undefined,
    obstacle: undefined,
    unchecked: [],
    ended: 'time-budget',
    ...rest,
  }
}

/** Processes; each side is loaded first in one of two: current, baseline, baseline, current. */
export function launchesOf(written: readonly (number | WrittenLaunch)[]): DuetLaunch[] {
  return written.map((each, launch) =>
    launchOf(launch, typeof each === 'number' ? { percent: each } : each),
  )
}

function launchOf(launch: number, written: WrittenLaunch): DuetLaunch {
  const { percent, wallPercent = percent, within = 0.2 } = written
  const [currentNs, baselineNs] = written.ns ?? [1000 * Math.exp(percent / 100), 1000]
  const reading = (logPercent: number): ClockReading => ({
    ratio: Math.exp(logPercent / 100),
    logStandardError: within / 100,
    currentNs,
    baselineNs,
  })
  return {
    launch,
    first: written.first ?? ((launch + 1) % 4 < 2 ? 'current' : 'baseline'),
    pairs: 160,
    batchSize: 10,
    wall: reading(wallPercent),
    cpu: written.cpu === null ? null : reading(percent),
    spent: {
      wallNs: 2e8,
      cpuNs: 1.99e8,
      idleNs: 0,
      voluntarySwitches: 5,
      involuntarySwitches: 10,
      ...written.spent,
    },
    stages: Object.entries(written.stages ?? {}).map(([name, log]) => ({
      name,
      wall: log === null ? null : reading(log),
    })),
  }
}

function pairOf(key: string): DuetEvidence['pair'] {
  const identity = {
    key,
    name: key,
    category: 'text',
    tags: [],
    params: {},
    file: 'perf/parse.perf.ts',
  }
  const planned: PlannedScenario = {
    identity,
    budget: {},
    path: '/project/perf/parse.perf.ts',
    exportName: 'parse',
    paramsIndex: 0,
    timeoutMs: 1000,
    exclusive: false,
  }
  return { identity, current: planned, baseline: planned }
}

/** Seeded normal numbers. */
export function normals(seed: number): () => number {
  const random: Random = createRandom(seed)
  return () => normalQuantile((random.uint32() + 0.5) / 2 ** 32)
}
