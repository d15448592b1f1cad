import { describe, expect, test } from 'vitest'
import type { ExchangeOutcome, LoadPhase } from '../../../../../src/model/load.ts'
import { MOST_CODES, OTHER } from '../../../../../src/measure/load/engine/error-codes.ts'
import { Iteration } from '../../../../../src/measure/load/engine/iteration.ts'
import type { Recorder } from '../../../../../src/measure/load/engine/recorder.ts'
import { decodeHistogram } from '../../../../../src/stats/index.ts'
import { START_NS, VirtualClock, recording } from './rig.ts'

const at = (atMs: number): number => START_NS + atMs * 1e6

/** One iteration, from its intended start to its end. */
function pass(recorder: Recorder, times: { readonly dueMs: number; readonly endMs: number }): void {
  const iteration = new Iteration()
  iteration.intendedNs = at(times.dueMs)
  iteration.steady = recorder.due(iteration.intendedNs, iteration.intendedNs)
  recorder.started(iteration.steady)
  recorder.ended(iteration, outcome({ endedNs: at(times.endMs), sentNs: at(times.dueMs) }))
}

const outcome = (parts: Partial<ExchangeOutcome>): ExchangeOutcome => ({
  kind: 'ok',
  code: '',
  example: '',
  sentNs: 0,
  endedNs: 0,
  firstByteNs: 0,
  bytesOut: 10,
  bytesIn: 20,
  ...parts,
})

const phase = (name: string, startMs: number, steady: boolean): LoadPhase => ({
  name,
  startMs,
  durationMs: 1500,
  steady,
})

describe('windows', () => {
  test('count what happened in them: an end counts where it ended', () => {
    const { recorder, windows, finish } = recording(new VirtualClock())
    pass(recorder, { dueMs: 100, endMs: 200 })
    pass(recorder, { dueMs: 900, endMs: 2100 })
    finish(at(2500))
    const counts = windows.map(({ steady }) => [
      steady?.counts.started ?? 0,
      steady?.counts.completed ?? 0,
    ])
    expect(counts).toEqual([
      [2, 1],
      [0, 0],
      [0, 1],
    ])
    expect(windows.map(({ index, durationMs }) => [index, durationMs])).toEqual([
      [0, 1000],
      [1, 1000],
      [2, 500],
    ])
  })

  test('are used again: nothing of one is left in the next', () => {
    const { recorder, windows, finish } = recording(new VirtualClock())
    pass(recorder, { dueMs: 100, endMs: 900 })
    pass(recorder, { dueMs: 1100, endMs: 1101 })
    finish(at(2000))
    const [, second] = windows
    expect(second?.steady).toMatchObject({ bytesIn: 20, bytesOut: 10, errors: [] })
    const latency = second?.steady?.histograms['latency']
    if (latency === undefined) throw new Error('no latency')
    expect(decodeHistogram(latency).count).toBe(1)
    expect(second?.slowest).toHaveLength(1)
  })

  test('the steady state is decided by the intended start, wherever an iteration ends', () => {
    const phases = [
      phase('warm-up', 0, false),
      phase('base', 1500, true),
      phase('end', 3000, false),
    ]
    const clock = new VirtualClock()
    const { recorder, windows, total } = recording(clock, phases)
    pass(recorder, { dueMs: 1499, endMs: 1600 })
    pass(recorder, { dueMs: 1500, endMs: 1700 })
    pass(recorder, { dueMs: 2999, endMs: 3500 })
    pass(recorder, { dueMs: 3000, endMs: 3600 })
    clock.nowNs = at(4000)
    expect(total('steady').counts).toMatchObject({ started: 2, completed: 2 })
    expect(total('other').counts).toMatchObject({ started: 2, completed: 2 })
    const slowest = windows.flatMap((window) => window.slowest.map(({ atMs }) => atMs))
    expect(new Set(slowest)).toEqual(new Set([1500, 2999]))
  })

  test('hold latency of what completed, and errors by code', () => {
    const clock = new VirtualClock()
    const { recorder, windows, total } = recording(clock)
    for (const code of ['HTTP_500', 'HTTP_500', 'ECONNRESET', '']) {
      const iteration = new Iteration()
      iteration.steady = recorder.due(at(1), at(1))
      recorder.started(true)
      const example = `password=hunter2 in ${code}`
      recorder.ended(iteration, outcome({ kind: 'failed', code, example, endedNs: at(5) }))
    }
    const refused = new Iteration()
    refused.steady = recorder.due(at(1), at(1))
    recorder.started(true)
    recorder.ended(refused, outcome({ kind: 'rejected', code: 'HTTP_429', endedNs: at(6) }))
    clock.nowNs = at(100)
    const { counts, errors, histograms, inFlight } = total()
    expect(counts).toMatchObject({ started: 5, completed: 0, failed: 4, rejected: 1 })
    expect(Object.fromEntries(errors)).toEqual({ HTTP_500: 2, ECONNRESET: 1, FAILED: 1 })
    expect(histograms.get('latency')).toBeUndefined()
    expect(inFlight).toBe(0)
    const [first] = windows
    expect(first?.examples.map(({ code }) => code)).toEqual(['HTTP_500', 'ECONNRESET', 'FAILED'])
    expect(JSON.stringify(first?.examples)).not.toContain('hunter2')
  })

  test('hold what making a connection took, once for each, and the bytes of all', () => {
    const clock = new VirtualClock()
    const { recorder, windows, total } = recording(clock)
    for (const times of [{ connectNs: 3e6, tlsNs: 5e6 }, { connectNs: 0, tlsNs: 0 }, {}]) {
      const iteration = new Iteration()
      iteration.steady = recorder.due(at(1), at(1))
      recorder.started(true)
      recorder.ended(iteration, outcome({ ...times, endedNs: at(5) }))
    }
    clock.nowNs = at(100)
    const { histograms, bytes } = total()
    expect(histograms.get('connect')?.count).toBe(1)
    expect(histograms.get('connect')?.quantile(0.5)).toBeCloseTo(3e6, -4)
    expect(histograms.get('tls')?.count).toBe(1)
    expect(bytes).toEqual({ bytesOut: 30, bytesIn: 60 })
    expect(windows).toHaveLength(1)
  })

  test('codes made from data do not fill the memory', () => {
    const clock = new VirtualClock()
    const { recorder, windows, total } = recording(clock)
    for (let index = 0; index < 1000; index++) {
      const iteration = new Iteration()
      iteration.steady = recorder.due(at(1), at(1))
      recorder.started(true)
      recorder.ended(iteration, outcome({ kind: 'failed', code: `E${index}`, endedNs: at(5) }))
    }
    clock.nowNs = at(100)
    const { errors, counts } = total()
    expect(errors.size).toBe(MOST_CODES + 1)
    expect(errors.get(OTHER)).toBe(1000 - MOST_CODES)
    expect(counts.failed).toBe(1000)
    expect(windows[0]?.examples).toHaveLength(MOST_CODES + 1)
  })

  test('the slowest are kept, with when they were due', () => {
    const { recorder, windows, finish } = recording(new VirtualClock())
    for (let index = 0; index < 50; index++) {
      pass(recorder, { dueMs: 10, endMs: 20 + ((index * 7) % 50) })
    }
    finish(at(900))
    const slowest = windows[0]?.slowest ?? []
    expect(slowest.map(({ latencyNs }) => latencyNs / 1e6)).toEqual([59, 58, 57, 56, 55])
    expect(slowest[0]?.atMs).toBe(10)
  })

  test('what a client saw beside its exchanges is drained as each closes', () => {
    let lost = 0
    const { windows, finish } = recording(new VirtualClock(), [], {
      metrics: {
        lost: { kind: 'counter', unit: 'count' },
        delay: { kind: 'trend', unit: 'ns' },
      },
      drain: (sink) => {
        lost += 2
        sink.count('lost', lost)
        sink.value('delay', 1e6, 3)
      },
    })
    finish(at(1500))
    const own = windows.map(({ steady }) => steady?.own.map(({ name, total }) => [name, total]))
    expect(own).toEqual([
      [
        ['lost', 2],
        ['delay', 0],
      ],
      [
        ['lost', 4],
        ['delay', 0],
      ],
    ])
  })
})
