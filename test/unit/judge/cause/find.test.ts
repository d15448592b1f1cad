import { describe, expect, test } from 'vitest'
import { mostlyKnown } from '../../../../src/judge/cause/windows.ts'
import { findCauses } from '../../../../src/judge/index.ts'
import { createRandom } from '../../../../src/kernel/random.ts'
import type { CauseReport, Mechanism } from '../../../../src/model/cause.ts'
import type { Result } from '../../../../src/model/run.ts'
import { type Trouble, troubled, varying } from './services.ts'
import { activeWindows, madeResult, type MadeTimeline } from './timelines.ts'

const quiet = { windows: 28, phi: 0.3, spread: 0.25 }

/** A timeline with a trouble in some windows. */
function planted(
  trouble: Trouble & { readonly meanMs: number; readonly maxMs?: number },
  seed = 1,
): ReturnType<typeof troubled> {
  const random = createRandom(seed)
  return troubled(quiet, { active: activeWindows(quiet.windows, random), trouble, random })
}

const mechanisms = ({ ranked }: CauseReport): readonly Mechanism[] =>
  ranked.map(({ mechanism }) => mechanism)

/** What comes with each cause in the services that were measured: it, and what follows from it. */
const PLANTED: readonly (readonly [Mechanism, Parameters<typeof planted>[0]])[] = [
  [
    'event-loop',
    {
      meanMs: 40,
      maxMs: 220,
      'node/bot/eventLoopDelayMaxMs': 200,
      'node/bot/eventLoopUtilization': 0.4,
      'process/bot/cpuCores': 0.4,
      'process/bot/cpuWaitShare': 0.1,
      'node/bot/undiciMeanMs': 15,
      'process/bot/sockets': 30,
    },
  ],
  [
    'garbage-collection',
    {
      meanMs: 30,
      maxMs: 120,
      'node/bot/gcMs': 350,
      'node/bot/gcMaxMs': 90,
      'node/bot/eventLoopDelayMaxMs': 100,
      'node/bot/eventLoopUtilization': 0.5,
      'process/bot/cpuCores': 0.6,
    },
  ],
  [
    'heap-limit',
    {
      meanMs: 30,
      maxMs: 120,
      'node/bot/heapLimitShare': 0.7,
      'node/bot/gcMs': 350,
      'node/bot/gcMaxMs': 90,
      'node/bot/eventLoopDelayMaxMs': 100,
      'node/bot/eventLoopUtilization': 0.5,
      'process/bot/cpuCores': 0.6,
    },
  ],
  [
    'cpu-starvation',
    {
      meanMs: 40,
      maxMs: 120,
      'process/bot/cpuWaitShare': 0.5,
      'node/bot/eventLoopDelayMaxMs': 90,
      'node/bot/eventLoopUtilization': 0.5,
      'node/bot/gcMs': 10,
    },
  ],
  ['downstream', { meanMs: 80, 'node/bot/undiciMeanMs': 75, 'process/bot/sockets': 30 }],
  [
    'lock',
    {
      meanMs: 90,
      'postgres/db/waitingLocks': 6,
      'node/bot/pgQueryMeanMs': 70,
      'node/bot/pgPoolWaiting': 4,
      'postgres/db/activeConnections': 6,
    },
  ],
  ['pool', { meanMs: 90, 'node/bot/pgPoolWaiting': 8, 'process/bot/sockets': 20 }],
]

describe('a cause', () => {
  test.each(PLANTED)('%s comes first', (mechanism, trouble) => {
    for (let seed = 1; seed <= 5; seed++) {
      const report = findCauses(madeResult(planted(trouble, seed)))
      expect(report.verdict).toBe('likely')
      expect(mechanisms(report)[0]).toBe(mechanism)
      expect(report.ranked[0]).toMatchObject({ kind: 'source' })
      expect(report.ranked[0]?.confidence).toBeGreaterThan(0.95)
      expect(report.summary).toBe(`likely cause: ${report.ranked[0]?.words}`)
    }
  })

  test('is told with its numbers, and with what follows from it', () => {
    const [first] = findCauses(madeResult(planted(PLANTED[0]?.[1] ?? { meanMs: 0 }))).ranked
    expect(first).toMatchObject({
      mechanism: 'event-loop',
      source: 'bot',
      sourceKind: 'node',
      series: 'eventLoopDelayMaxMs',
      words: 'event loop of bot blocked',
      lagMs: 0,
      explains: expect.arrayContaining(['what bot calls by undici is slow']),
    })
    expect(first?.evidence).toMatch(
      /^in the slow windows the event loop of bot was held for up to 2\d\d ms \([\d.]+ ms in the others\), and busy \d\d % \(\d\d % in the others\) of the time$/,
    )
    expect(first?.slow).toBeGreaterThan((first?.usual ?? 0) + 150)
  })

  test('may move a window before latency does', () => {
    const timeline = planted({ meanMs: 80, 'node/bot/undiciMeanMs': 75 }, 3)
    const node = timeline.sources['node/bot'] ?? {}
    const earlier = [...(node['undiciMeanMs']?.slice(1) ?? []), 3]
    const sources = { ...timeline.sources, 'node/bot': { ...node, undiciMeanMs: earlier } }
    const [first] = findCauses(madeResult({ ...timeline, sources })).ranked
    expect(first).toMatchObject({ mechanism: 'downstream', lagMs: 1000 })
  })

  test('may be known by the unit of a series that nobody has heard of', () => {
    const timeline = planted({ meanMs: 60 }, 2)
    const active = timeline.meanMs.map((ms) => (ms > 35 ? 1 : 0))
    const sources = {
      ...timeline.sources,
      'node/bot': { mongoMeanMs: active.map((one) => 2 + one * 58) },
      'process/mailer': { jobsWaiting: active.map(() => 1) },
    }
    const report = findCauses(madeResult({ ...timeline, sources }))
    expect(report.ranked[0]).toMatchObject({ mechanism: 'downstream', series: 'mongoMeanMs' })
  })

  test('may be the generator itself', () => {
    const timeline = planted({ meanMs: 60 }, 4)
    const sendLagMs = timeline.meanMs.map((ms) => (ms > 35 ? 55 : 0.1))
    const report = findCauses(madeResult({ ...timeline, sendLagMs }))
    expect(report.ranked[0]).toMatchObject({ kind: 'generator', mechanism: 'generator' })
  })

  test('a stage says where, when nothing says why', () => {
    const timeline = planted({ meanMs: 60 }, 5)
    const { meanMs } = timeline
    const stages = { read: meanMs.map(() => 3), 'wait for it': meanMs.map((ms) => ms - 5) }
    const report = findCauses(madeResult({ ...timeline, stages }))
    expect(report.ranked).toMatchObject([{ kind: 'stage', series: 'wait for it' }])
    const known = planted({ meanMs: 60, 'node/bot/pgQueryMeanMs': 60 }, 5)
    const both = findCauses(
      madeResult({ ...known, stages: { read: known.meanMs.map((ms) => ms - 5) } }),
    )
    expect(mechanisms(both)).toEqual(['downstream', 'stage'])
  })
})

describe('which of several', () => {
  test('is the one whose size explains more', () => {
    for (let seed = 1; seed <= 8; seed++) {
      const timeline = planted({ meanMs: 80, 'node/bot/undiciMeanMs': 60 }, seed)
      const node = timeline.sources['node/bot'] ?? {}
      // The same, at 30 % of its size: it moves with latency just as well.
      const redisCommandMeanMs = timeline.meanMs.map((ms) => 1 + 0.3 * ms)
      const redisCommandsPerSecond = timeline.meanMs.map(() => 100)
      const sources = {
        ...timeline.sources,
        'node/bot': { ...node, redisCommandMeanMs, redisCommandsPerSecond },
      }
      const { ranked } = findCauses(madeResult({ ...timeline, sources }))
      expect(ranked.map(({ series }) => series)[0]).toBe('undiciMeanMs')
    }
  })

  test('a heap that is full all the time is told by its collections', () => {
    const gc = {
      'node/bot/gcMs': 350,
      'node/bot/gcMaxMs': 90,
      'node/bot/eventLoopUtilization': 0.5,
    }
    const timeline = planted({ meanMs: 30, maxMs: 120, ...gc }, 2)
    const node = timeline.sources['node/bot'] ?? {}
    const heapLimitShare = timeline.meanMs.map((_, index) => 0.75 + 0.01 * (index % 3))
    const sources = { ...timeline.sources, 'node/bot': { ...node, heapLimitShare } }
    const { ranked } = findCauses(madeResult({ ...timeline, sources }))
    expect(ranked[0]).toMatchObject({ mechanism: 'heap-limit', series: 'gcMs' })
  })

  test('the inner of two stages', () => {
    const timeline = planted({ meanMs: 60 }, 5)
    const { meanMs } = timeline
    const stages = {
      answer: meanMs.map((ms) => ms - 4),
      'answer > wait': meanMs.map((ms) => ms - 6),
      'answer > write': meanMs.map(() => 2),
    }
    const { ranked } = findCauses(madeResult({ ...timeline, stages }))
    expect(ranked.map(({ series }) => series)).toEqual(['answer > wait', 'answer'])
  })
})

describe('no clear cause', () => {
  const none = (made: MadeTimeline): string | undefined => {
    const report = findCauses(madeResult(made))
    expect(report.ranked).toEqual([])
    expect(report.verdict).toBe('none')
    return report.notes[0]?.code
  }

  test('when latency is steady, whatever else moves', () => {
    const timeline = planted({ meanMs: 0, 'node/bot/gcMs': 400, 'node/bot/undiciMeanMs': 90 })
    const meanMs = timeline.meanMs.map((_, index) => 10 + (index % 3))
    expect(none({ ...timeline, meanMs })).toBe('LATENCY_STEADY')
  })

  test('when nothing moves with it', () => {
    for (let seed = 1; seed <= 10; seed++) {
      expect(none(planted({ meanMs: 60 }, seed))).toBe('NOTHING_MOVED_WITH_IT')
    }
  })

  test('when what moves with it is too small to matter', () => {
    const small = {
      'node/bot/gcMs': 3,
      'node/bot/eventLoopDelayMaxMs': 4,
      'process/bot/sockets': 90,
    }
    expect(none(planted({ meanMs: 60, ...small }, 6))).toBe('NOTHING_MOVED_WITH_IT')
  })

  test('when nothing was watched', () => {
    const { meanMs } = planted({ meanMs: 60 })
    expect(none({ meanMs })).toBe('NOTHING_WATCHED')
  })

  test('when both only grow', () => {
    const timeline = planted({ meanMs: 0 })
    const meanMs = timeline.meanMs.map((_, index) => 10 * 1.1 ** index)
    const sources = {
      'node/bot': {
        gcMs: meanMs.map((_, index) => 5 * 1.2 ** index),
        undiciMeanMs: meanMs.map((ms) => ms * 0.9),
        eventLoopDelayMaxMs: meanMs.map((ms) => ms * 3),
      },
    }
    expect(none({ meanMs, sources })).toBe('NOTHING_MOVED_WITH_IT')
  })

  test('in too few windows', () => {
    expect(none({ meanMs: [1, 20, 1, 20, 1, 20, 1, 20, 1, 20, 1] })).toBe('TOO_FEW_WINDOWS')
    expect(none({ meanMs: [] })).toBe('TOO_FEW_WINDOWS')
  })

  test('in at least 95 % of timelines in which everything moves by itself', () => {
    const restless = { windows: 30, phi: 0.5, spread: 0.6 }
    let named = 0
    for (let seed = 1; seed <= 60; seed++) {
      const timeline = troubled(restless, {
        active: Array.from({ length: 30 }, () => 0),
        trouble: { meanMs: 0 },
        random: createRandom(seed),
      })
      if (findCauses(madeResult(timeline)).verdict === 'likely') named++
    }
    expect(named).toBeLessThanOrEqual(3)
  }, 60_000)
})

describe('a report', () => {
  test('is the same every time, and need not be of seconds', () => {
    const result = madeResult(planted({ meanMs: 80, 'node/bot/undiciMeanMs': 75 }))
    expect(findCauses(result)).toEqual(findCauses(result))
    const coarse: Result = {
      ...result,
      timeline: result.timeline.map((window) => ({
        ...window,
        startMs: window.startMs * 10,
        durationMs: window.durationMs * 10,
        scheduled: window.scheduled * 10,
        started: window.started * 10,
      })),
    }
    expect(mechanisms(findCauses(coarse))).toEqual(['downstream'])
  })

  test('leaves out what is not steady, and the rest behind the end', () => {
    const timeline = planted({ meanMs: 80, 'node/bot/undiciMeanMs': 75 })
    const result = madeResult(timeline)
    const rest = result.timeline.map((window) => ({ ...window, steady: false, scheduled: 0 }))
    const { effect } = findCauses({ ...result, timeline: [...result.timeline, ...rest.slice(-2)] })
    expect(effect?.windows).toBe(quiet.windows - 1)
  })

  test('of an invalid run says so', () => {
    const result = madeResult(planted({ meanMs: 80, 'node/bot/undiciMeanMs': 75 }))
    const { notes } = findCauses({ ...result, status: 'invalid' })
    expect(notes).toMatchObject([{ code: 'GENERATOR_WAS_THE_LIMIT' }])
  })

  test('is not held up by gaps in what was read', () => {
    const timeline = planted({ meanMs: 80, 'node/bot/undiciMeanMs': 75 }, 7)
    const result = madeResult(timeline)
    const gappy = result.timeline.map(({ sources = [], ...window }, index) =>
      index % 6 === 2 ? window : { ...window, sources },
    )
    expect(mechanisms(findCauses({ ...result, timeline: gappy }))).toEqual(['downstream'])
  })
})

test('gaps between two readings lie on the line between them', () => {
  const none = Number.NaN
  expect([...(mostlyKnown([none, 2, none, 6, 7, none]) ?? [])]).toEqual([none, 2, 4, 6, 7, none])
  expect(mostlyKnown([1, none, none])).toBeUndefined()
})

test('series vary as they are said to', () => {
  const values = varying({ windows: 4000, phi: 0.5, spread: 0.3 }, 10, createRandom(1))
  const logs = values.map((value) => Math.log(value / 10))
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length
  expect(mean).toBeCloseTo(0, 1)
})
