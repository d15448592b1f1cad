import { describe, expect, test } from 'vitest'
import { PacedAlarm } from '../../../../../src/measure/load/engine/pacing/alarm.ts'
import { monotonicNs } from '../../../../../src/measure/load/transports/exchanging/monotonic.ts'

/** What keeps the process alive is what it waits for, so these tests hold it themselves. */
async function held<T>(work: Promise<T>): Promise<T> {
  const timer = setTimeout(() => undefined, 60_000)
  try {
    return await work
  } finally {
    clearTimeout(timer)
  }
}

/** Rings at each of these times from now, and tells how late each ring was. */
async function ringAt(alarm: PacedAlarm, timesMs: readonly number[]): Promise<number[]> {
  const startNs = monotonicNs()
  const lateNs: number[] = []
  const { promise, resolve } = Promise.withResolvers<number[]>()
  const setNext = (): void => {
    const nextMs = timesMs[lateNs.length]
    if (nextMs === undefined) resolve(lateNs)
    else alarm.set(startNs + nextMs * 1e6)
  }
  alarm.onRing = () => {
    lateNs.push(monotonicNs() - startNs - (timesMs[lateNs.length] ?? 0) * 1e6)
    setNext()
  }
  setNext()
  return held(promise)
}

describe('an alarm', () => {
  test('rings once for each time, and never before it', async () => {
    await using alarm = await PacedAlarm.start()
    // Far apart, near, nearer than a turn of the event loop takes, at once, and over already.
    const times = [20, 21, 21.02, 21.02, 21.001, 40, 40.3, 3]
    const late = await ringAt(alarm, times)
    expect(late).toHaveLength(times.length)
    for (const each of late) expect(each).toBeGreaterThanOrEqual(0)
  })

  test('nor where turns of the event loop are used up until it is time', async () => {
    await using alarm = await PacedAlarm.start()
    for (let round = 0; round < 100; round++) {
      const dueNs = monotonicNs() + 150e3
      const { promise, resolve } = Promise.withResolvers<number>()
      alarm.onRing = () => resolve(monotonicNs())
      alarm.set(dueNs)
      expect(await held(promise)).toBeGreaterThanOrEqual(dueNs)
    }
  })

  test('a time that is set forgets the one before', async () => {
    await using alarm = await PacedAlarm.start()
    const startNs = monotonicNs()
    const rings: number[] = []
    const { promise, resolve } = Promise.withResolvers<void>()
    alarm.onRing = () => {
      rings.push((monotonicNs() - startNs) / 1e6)
      resolve()
    }
    alarm.set(startNs + 10e6)
    alarm.set(startNs + 50e6)
    await held(promise)
    alarm.set(startNs + 500e6)
    alarm.set(startNs + 80e6)
    const second = Promise.withResolvers<void>()
    alarm.onRing = () => {
      rings.push((monotonicNs() - startNs) / 1e6)
      second.resolve()
    }
    await held(second.promise)
    expect(rings).toHaveLength(2)
    expect(rings[0]).toBeGreaterThanOrEqual(50)
    expect(rings[1]).toBeGreaterThanOrEqual(80)
    expect(rings[1]).toBeLessThan(500)
  })
})
