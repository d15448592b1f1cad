import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Waiting } from '../../../examples/cv-bot/perf/venue/waiting.ts'

describe('those who wait', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('get what they wait for, each once and in their order', async () => {
    using waiting = new Waiting<number>('LATE')
    const [first, second, other] = [waiting.for('a'), waiting.for('a'), waiting.for('b')]
    expect([waiting.came('a', 1), waiting.came('b', 2), waiting.came('a', 3)]).toEqual([
      true,
      true,
      true,
    ])
    expect(waiting.came('a', 4)).toBe(false)
    expect(await Promise.all([first, second, other])).toEqual([1, 3, 2])
  })

  it('are told when it never comes, by a code; those who began to wait later wait on', async () => {
    using waiting = new Waiting<number>('LATE')
    const early = waiting.for('a')
    await vi.advanceTimersByTimeAsync(2000)
    const later = waiting.for('a')
    await vi.advanceTimersByTimeAsync(1500)
    await expect(early).rejects.toMatchObject({ code: 'LATE', message: 'a did not come' })
    waiting.came('a', 7)
    expect(await later).toBe(7)
  })

  it('are told when nothing can come any more', async () => {
    const waiting = new Waiting<number>('LATE')
    const [one, other] = [waiting.for('a'), waiting.for('b')]
    waiting.fail(new Error('closed'))
    await expect(one).rejects.toThrow('closed')
    await expect(other).rejects.toThrow('closed')
    const last = waiting.for('a')
    waiting[Symbol.dispose]()
    await expect(last).rejects.toMatchObject({ code: 'CLOSED' })
    expect(vi.getTimerCount()).toBe(0)
  })

  it('wait no longer where something else has failed, and take nothing from those who wait on', async () => {
    using waiting = new Waiting<number>('LATE')
    const refused = waiting.for('a', Promise.reject(new Error('no')))
    const done = waiting.for('a', Promise.resolve())
    await expect(refused).rejects.toThrow('no')
    expect(waiting.came('a', 5)).toBe(true)
    expect(await done).toBe(5)
  })
})
