import { expect, test } from 'vitest'
import { Coalesce } from '../../../src/flows/coalesce.ts'
import { ms, ns } from '../../../src/kernel/units.ts'

/** Time that passes when it is told to. */
class Still {
  nowMs = 1_000
  #due: { readonly atMs: number; readonly run: () => void } | undefined

  readonly clock = { now: () => ns(this.nowMs * 1e6), epoch: () => ms(this.nowMs) }

  readonly later = (run: () => void, delayMs: number): (() => void) => {
    this.#due = { atMs: this.nowMs + delayMs, run }
    return () => (this.#due = undefined)
  }

  pass(timeMs: number): void {
    const until = this.nowMs + timeMs
    while (this.#due !== undefined && this.#due.atMs <= until) {
      const { atMs, run } = this.#due
      this.#due = undefined
      this.nowMs = atMs
      run()
    }
    this.nowMs = until
  }
}

test('the first is passed on at once, and then at most one in a time', () => {
  const time = new Still()
  const passed: number[] = []
  const updates = new Coalesce(250, () => passed.push(time.nowMs), time)
  for (let index = 0; index < 99; index++) {
    updates.happened()
    time.pass(10)
  }
  expect(passed).toEqual([1_000, 1_250, 1_500, 1_750])
  time.pass(500)
  expect(passed).toEqual([1_000, 1_250, 1_500, 1_750, 2_000])
  time.pass(5_000)
  updates.happened()
  time.pass(0)
  expect(passed.at(-1)).toBe(7_490)
})

test('nothing is passed on once it is over', () => {
  const time = new Still()
  const passed: number[] = []
  const updates = new Coalesce(250, () => passed.push(time.nowMs), time)
  updates.happened()
  updates[Symbol.dispose]()
  time.pass(1_000)
  expect(passed).toEqual([])
})
