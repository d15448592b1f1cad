import { describe, expect, test } from 'vitest'
import { groupSeries, meaningOf } from '../../../../../dashboard/src/views/load/series-name.ts'

describe('what the name of a series says', () => {
  test.each([
    ['cpuCores', 'cores', 1, 'CPU'],
    ['rssBytes', 'bytes', 1, 'RSS'],
    ['eventLoopDelayP99Ms', 'ns', 1e6, 'event loop delay p99'],
    ['eventLoopUtilization', 'percent', 100, 'event loop utilization'],
    ['cacheHitShare', 'percent', 100, 'cache hit'],
    ['gcMs', 'timePerSecond', 1e6, 'GC'],
    ['transactionsPerSecond', 'perSecond', 1, 'transactions'],
    ['receivedBytesPerSecond', 'bytesPerSecond', 1, 'received'],
    ['waitingLocks', 'count', 1, 'waiting locks'],
    ['Bytes', 'bytes', 1, 'bytes'],
  ] as const)('%s', (name, unit, factor, label) => {
    expect(meaningOf(name)).toEqual({ unit, factor, label })
  })

  test('charts have one unit each, and leave no series out', () => {
    const names = ['rssBytes', 'threads', 'cpuCores', 'pssBytes', 'sockets', 'cpuWaitShare']
    const groups = groupSeries('process', names)
    expect(groups.map(({ title, unit }) => [title, unit])).toEqual([
      ['CPU', 'cores'],
      ['Shares', 'percent'],
      ['Memory', 'bytes'],
      ['Counts', 'count'],
    ])
    expect(groups.flatMap((group) => group.names).toSorted()).toEqual(names.toSorted())
  })
})
