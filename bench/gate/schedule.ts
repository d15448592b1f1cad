import { createRandom, shuffle } from '../../src/kernel/random.ts'
import type { Workload } from './workloads.ts'

/**
 * Which comparisons are made, and in which order. It never ends, and any beginning of it is balanced: blocks of a few
 * minutes alternate between a quiet machine and one with a busy neighbour; each block has every workload once, and each
 * six blocks of a kind have every slowdown of every workload (and A/A three times).
 */

/** One comparison to make. */
export interface Step {
  /** What it is known by when a run is resumed. */
  readonly id: string
  readonly workload: Workload
  /** 0 = A/A. */
  readonly injectedPercent: number
  readonly neighbour: boolean
  /** Whether both sides load one copy of the library, as two revisions with the same lockfile do, or each its own. */
  readonly library: 'none' | 'shared' | 'own'
  /** What the sides' code is compiled to. */
  readonly modules: 'esm' | 'commonjs'
  readonly seed: number
}

/** Per six rounds of a workload. False alarms are to be rarer than misses, and so need more comparisons to be seen. */
const INJECTED = [0, 5, 0, 2, 0, 10] as const

export function* schedule(workloads: readonly Workload[], seed: number): Generator<Step> {
  for (let block = 0; ; block++) yield* stepsOf(block, workloads, seed)
}

function stepsOf(block: number, workloads: readonly Workload[], seed: number): Step[] {
  const round = block >> 1
  const neighbour = block % 2 === 1
  const steps = workloads.map((workload, index): Step => {
    const injectedPercent = INJECTED[(index + round) % INJECTED.length] ?? 0
    const id = `${round}/${neighbour ? 'neighbour' : 'alone'}/${workload.name}/+${injectedPercent}`
    const random = createRandom(seed).split(id)
    const own = random.below(2) === 0
    const library = workload.library === undefined ? 'none' : own ? 'own' : 'shared'
    const modules = random.below(4) === 0 ? 'commonjs' : 'esm'
    return { id, workload, injectedPercent, neighbour, library, modules, seed: random.uint32() }
  })
  return shuffle(steps, createRandom(seed).split(`block/${block}`))
}
