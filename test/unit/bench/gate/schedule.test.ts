import { describe, expect, test } from 'vitest'
import { schedule, type Step } from '../../../../bench/gate/schedule.ts'
import { workloads } from '../../../../bench/gate/workloads.ts'

const BLOCKS = 12

function beginning(count: number, seed = 1): Step[] {
  const endless = schedule(workloads, seed)
  return Array.from({ length: count }, () => endless.next().value as Step)
}

const cycle = beginning(BLOCKS * workloads.length)

describe('the schedule', () => {
  test('twelve blocks have every slowdown of every workload, alone and not, and A/A three times', () => {
    const kinds = Map.groupBy(cycle, ({ workload, neighbour }) => `${workload.name} ${neighbour}`)
    expect(kinds.size).toBe(2 * workloads.length)
    for (const steps of kinds.values()) {
      const injected = steps.map(({ injectedPercent }) => injectedPercent)
      expect(injected.toSorted((a, b) => a - b)).toEqual([0, 0, 0, 2, 5, 10])
    }
  })

  test('a block has every workload once, in one condition', () => {
    for (let block = 0; block < BLOCKS; block++) {
      const steps = cycle.slice(block * workloads.length, (block + 1) * workloads.length)
      expect(new Set(steps.map(({ workload }) => workload.name)).size).toBe(workloads.length)
      expect(new Set(steps.map(({ neighbour }) => neighbour))).toEqual(new Set([block % 2 === 1]))
    }
  })

  test('no two comparisons have the same id, however often it is A/A', () => {
    const longer = beginning(5 * cycle.length)
    expect(new Set(longer.map(({ id }) => id)).size).toBe(longer.length)
  })

  test('is the same each time, and another with another seed', () => {
    expect(beginning(50)).toEqual(cycle.slice(0, 50))
    expect(beginning(50, 2)).not.toEqual(cycle.slice(0, 50))
  })

  test('only what calls a library has one to share', () => {
    for (const { workload, library } of beginning(5 * cycle.length)) {
      expect(library === 'none').toBe(workload.library === undefined)
    }
    const seen = beginning(5 * cycle.length).map(({ library }) => library)
    expect(new Set(seen)).toEqual(new Set(['none', 'shared', 'own']))
  })
})

describe('the workloads', () => {
  test('are at least twelve, six of them of libraries, and some of each kind are held out', () => {
    const of = (heldOut: boolean): readonly string[] =>
      workloads.filter((each) => each.heldOut === heldOut).map(({ name }) => name)
    expect(of(false).length).toBeGreaterThanOrEqual(12)
    expect(of(true).length).toBeGreaterThanOrEqual(4)
    const libraries = workloads.filter(({ library }) => library !== undefined)
    expect(libraries.length).toBeGreaterThanOrEqual(6)
    expect(libraries.filter(({ heldOut }) => heldOut).length).toBeGreaterThanOrEqual(2)
    expect(workloads.some(({ kind, heldOut }) => kind === 'io' && heldOut)).toBe(true)
  })
})
