import { describe, expect, test } from 'vitest'
import {
  overProcesses,
  overWindow,
} from '../../../../../src/measure/target/probe/listener/combine.ts'
import type { ProbeLine } from '../../../../../src/measure/target/probe/protocol.ts'

const lineOf = (fromNs: number, toNs: number, values: Record<string, number>): ProbeLine => ({
  key: 'k',
  pid: 1,
  fromNs,
  toNs,
  values,
})

describe('over a window', () => {
  test('values count by how long they share it with', () => {
    const lines = [lineOf(0, 100, { cpuCores: 1 }), lineOf(100, 200, { cpuCores: 3 })]
    expect(overWindow(lines, { fromNs: 75, toNs: 175 })).toEqual({ cpuCores: 2.5 })
  })

  test('the largest counts whole', () => {
    const lines = [
      lineOf(0, 100, { gcMaxMs: 9, pgPoolWaitingMax: 1 }),
      lineOf(100, 200, { gcMaxMs: 3, pgPoolWaitingMax: 4 }),
    ]
    const seen = overWindow(lines, { fromNs: 50, toNs: 150 })
    expect(seen).toEqual({ gcMaxMs: 9, pgPoolWaitingMax: 4 })
  })

  test('a line that only touches it tells of its neighbour', () => {
    const lines = [lineOf(0, 100, { gcMaxMs: 9 }), lineOf(100, 200, { gcMaxMs: 3 })]
    expect(overWindow(lines, { fromNs: 95, toNs: 195 })).toEqual({ gcMaxMs: 3 })
    expect(overWindow(lines, { fromNs: 300, toNs: 400 })).toBeUndefined()
  })

  test('but one that came late is not lost, nor is it in the means', () => {
    const [held, next] = [
      lineOf(0, 105, { eventLoopDelayMaxMs: 99, cpuCores: 9 }),
      lineOf(105, 200, { eventLoopDelayMaxMs: 1, cpuCores: 1 }),
    ]
    const seen = overWindow([held, next], { fromNs: 100, toNs: 200 }, new Set([held, next]))
    expect(seen).toEqual({ eventLoopDelayMaxMs: 99, cpuCores: 1 })
  })

  test('a long line is in every window that it covers', () => {
    const lines = [lineOf(0, 1_000, { eventLoopDelayMaxMs: 990 })]
    const seen = overWindow(lines, { fromNs: 400, toNs: 500 })
    expect(seen).toEqual({ eventLoopDelayMaxMs: 990 })
  })

  test('times of operations count by how many there were', () => {
    const lines = [
      lineOf(0, 100, { pgQueryMeanMs: 10, pgQueriesPerSecond: 90 }),
      lineOf(100, 200, { pgQueryMeanMs: 20, pgQueriesPerSecond: 10 }),
    ]
    const seen = overWindow(lines, { fromNs: 0, toNs: 200 })
    expect(seen).toEqual({ pgQueryMeanMs: 11, pgQueriesPerSecond: 50 })
  })

  test('what only some lines have is that of those', () => {
    const lines = [lineOf(0, 100, { activeHandles: 5 }), lineOf(100, 200, { cpuCores: 1 })]
    expect(overWindow(lines, { fromNs: 0, toNs: 200 })).toEqual({ activeHandles: 5, cpuCores: 1 })
  })
})

test('processes: what each has adds up, of waiting and pauses it is the worst, of times the mean', () => {
  const together = overProcesses([
    {
      ...{ cpuCores: 0.5, heapUsedBytes: 10, pgPoolWaiting: 1, redisCommandsInFlight: 2 },
      ...{ eventLoopUtilization: 0.9, eventLoopDelayP99Ms: 4, gcMs: 7, heapLimitShare: 0.1 },
      ...{ redisCommandMeanMs: 1, redisCommandP99Ms: 3, redisCommandsPerSecond: 300 },
    },
    {
      ...{ cpuCores: 1, heapUsedBytes: 5, pgPoolWaiting: 2, redisCommandsInFlight: 3 },
      ...{ eventLoopUtilization: 0.2, eventLoopDelayP99Ms: 40, gcMs: 1, heapLimitShare: 0.05 },
      ...{ redisCommandMeanMs: 5, redisCommandP99Ms: 9, redisCommandsPerSecond: 100 },
    },
  ])
  expect(together).toEqual({
    ...{ cpuCores: 1.5, heapUsedBytes: 15, pgPoolWaiting: 3, redisCommandsInFlight: 5 },
    ...{ eventLoopUtilization: 0.9, eventLoopDelayP99Ms: 40, gcMs: 7, heapLimitShare: 0.1 },
    ...{ redisCommandMeanMs: 2, redisCommandP99Ms: 9, redisCommandsPerSecond: 400 },
  })
})
