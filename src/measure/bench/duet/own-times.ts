import type { OwnTime } from '../../../model/cpu-profile.ts'
import { median, sorted } from '../../../stats/index.ts'

/** A CPU profile as V8 gives it (`Profiler.Profile` of its inspector), as far as own times need it. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: {
      readonly functionName: string
      readonly url: string
      /** 0-based; −1 where there is none. */
      readonly lineNumber: number
    }
  }[]
  /** The node that ran, at each sample. */
  readonly samples?: readonly number[]
  /** From the sample before to each sample, µs. */
  readonly timeDeltas?: readonly number[]
}

/** What is no function, and nobody's time. */
const NOT_RUNNING: ReadonlySet<string> = new Set(['(root)', '(program)', '(idle)'])

/**
 * A sample stands for the time up to the next one, but for no more than so many typical ones: in a longer gap the
 * machine ran something else.
 */
const LONGEST_SAMPLE = 8

/**
 * Own time of each function, those of one name in one file together: between two revisions lines move.
 *
 * @param fileOf what a function's file is called on both sides; `undefined` = leave the function out
 */
export function ownTimes(
  { nodes, samples = [], timeDeltas = [] }: CpuProfile,
  fileOf: (url: string) => string | undefined,
): readonly OwnTime[] {
  if (samples.length === 0) return []
  const typicalUs = median(sorted(timeDeltas))
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]))
  const times = new Map<string, OwnTime & { readonly largestNs: number }>()
  for (const [id, taken] of takenBy(samples, timeDeltas, typicalUs)) {
    const frame = frames.get(id)
    if (frame === undefined || NOT_RUNNING.has(frame.functionName)) continue
    const file = fileOf(frame.url)
    if (file === undefined) continue
    const name = frame.functionName === '' ? '(anonymous)' : frame.functionName
    const line = file === '' || frame.lineNumber < 0 ? null : frame.lineNumber + 1
    const key = JSON.stringify([name, file])
    const before = times.get(key) ?? { name, file, line, ns: 0, samples: 0, largestNs: 0 }
    times.set(key, {
      ...before,
      // Of several functions with one name, where the most time went.
      ...(taken.ns > before.largestNs ? { line, largestNs: taken.ns } : {}),
      ns: before.ns + taken.ns,
      samples: before.samples + taken.samples,
    })
  }
  return [...times.values()].map(({ name, file, line, ns, samples }) => ({
    name,
    file,
    line,
    ns,
    samples,
  }))
}

interface Taken {
  readonly ns: number
  readonly samples: number
}

/** By node. */
function takenBy(
  samples: readonly number[],
  timeDeltas: readonly number[],
  typicalUs: number,
): ReadonlyMap<number, Taken> {
  const taken = new Map<number, Taken>()
  for (const [index, id] of samples.entries()) {
    const lastedUs = Math.max(0, timeDeltas[index + 1] ?? typicalUs)
    const ns = Math.min(lastedUs, LONGEST_SAMPLE * typicalUs) * 1e3
    const before = taken.get(id) ?? { ns: 0, samples: 0 }
    taken.set(id, { ns: before.ns + ns, samples: before.samples + 1 })
  }
  return taken
}
