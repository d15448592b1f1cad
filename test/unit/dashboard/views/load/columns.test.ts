import { describe, expect, test } from 'vitest'
import { WindowColumns } from '../../../../../dashboard/src/views/load/columns.ts'
import type { Window } from '../../../../../src/model/run.ts'

const window = (second: number, completed: number, codes: readonly string[] = []): Window => ({
  startMs: second * 1000,
  durationMs: 1000,
  steady: true,
  scheduled: completed,
  started: completed,
  completed,
  failed: 0,
  rejected: 0,
  late: 0,
  dropped: 0,
  errors: codes.map((code) => ({ code, count: 1 })),
  metrics: {},
  stages: [],
  health: {
    generator: 'ok',
    sendLagP99Ms: 0,
    eventLoopUtilization: 0,
    eventLoopDelayMs: 0,
    gcMs: 0,
    ownCpuCores: 0,
    cpuWaitShare: null,
    stolenCores: null,
    foreignCores: null,
  },
})

function counted() {
  const columns = new WindowColumns()
  let reads = 0
  const read = ({ completed }: Window): number => {
    reads++
    return completed
  }
  return { columns, values: () => columns.column('completed', read), reads: () => reads }
}

describe('windows as columns', () => {
  const all = Array.from({ length: 6 }, (_, second) => window(second, second * 10))

  test('grow in place, and each window is read once', () => {
    const { columns, values, reads } = counted()
    columns.take(all.slice(0, 3))
    const first = values()
    columns.take(all.slice(0, 5))
    columns.take(all)
    expect(values()).toBe(first)
    expect(first).toEqual([0, 10, 20, 30, 40, 50])
    expect(columns.xs).toEqual([500, 1500, 2500, 3500, 4500, 5500])
    expect(reads()).toBe(6)
  })

  test('lose their front where windows go', () => {
    const { columns, values, reads } = counted()
    columns.take(all.slice(0, 4))
    values()
    columns.take(all.slice(2))
    expect(values()).toEqual([20, 30, 40, 50])
    expect(columns.xs).toEqual([2500, 3500, 4500, 5500])
    expect(reads()).toBe(6)
  })

  test('are read anew of another timeline', () => {
    const { columns, values } = counted()
    columns.take(all)
    values()
    columns.take([window(0, 7), window(1, 8)])
    expect(values()).toEqual([7, 8])
    expect(columns.xs).toEqual([500, 1500])
  })

  test('tell what they hold as it comes', () => {
    const columns = new WindowColumns()
    columns.take(all)
    expect([...columns.contents.codes]).toEqual([])
    columns.take([...all, window(6, 1, ['HTTP_503'])])
    expect([...columns.contents.codes]).toEqual(['HTTP_503'])
  })
})
