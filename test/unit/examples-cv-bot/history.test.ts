import { describe, expect, it } from 'vitest'
import { History } from '../../../examples/cv-bot/src/history/history.ts'

/** A table that can be shut, as one is whose server is frozen. */
class Table {
  readonly batches: (readonly number[])[] = []
  refusals = 0
  #gate: PromiseWithResolvers<void> | undefined

  readonly write = async (rows: readonly number[]): Promise<void> => {
    await this.#gate?.promise
    if (this.refusals-- > 0) throw new Error('not now')
    this.batches.push(rows)
  }

  get rows(): readonly number[] {
    return this.batches.flat()
  }

  shut(): void {
    this.#gate = Promise.withResolvers<void>()
  }

  open(): void {
    this.#gate?.resolve()
    this.#gate = undefined
  }
}

const OPTIONS = { capacity: 10, batchRows: 4, gatherMs: 5 }
const numbers = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => index)

describe('the history', () => {
  it('writes what it gets, in order, in batches', async () => {
    const table = new Table()
    const history = new History(OPTIONS, table.write)
    expect(numbers(10).map((row) => history.add(row))).not.toContain(false)
    expect(await history.drain(1000)).toBe(0)
    expect(table.rows).toEqual(numbers(10))
    expect(table.batches.map(({ length }) => length)).toEqual([4, 4, 2])
    expect(history.health).toEqual({ waiting: 0, written: 10, refused: 0, failures: 0 })
  })

  it('is bounded while nothing can be written, and counts what finds no room', async () => {
    const table = new Table()
    table.shut()
    const history = new History(OPTIONS, table.write)
    const taken = numbers(15).map((row) => history.add(row))
    expect(taken.filter(Boolean)).toHaveLength(10)
    expect(history.health).toMatchObject({ waiting: 10, written: 0, refused: 5 })
    table.open()
    expect(await history.drain(1000)).toBe(0)
    expect(table.rows).toEqual(numbers(10))
  })

  it('writes again what could not be written', async () => {
    const table = new Table()
    table.refusals = 2
    const history = new History(OPTIONS, table.write)
    for (const row of numbers(6)) history.add(row)
    expect(await history.drain(5000)).toBe(0)
    expect(table.rows).toEqual(numbers(6))
    expect(history.health.failures).toBe(2)
  })

  it('gives up at the end of its time, and says how much is lost', async () => {
    const history = new History(OPTIONS, async () => {
      throw new Error('never')
    })
    for (const row of numbers(3)) history.add(row)
    expect(await history.drain(20)).toBe(3)
  })
})
