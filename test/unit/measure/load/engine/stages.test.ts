import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { StageTree } from '../../../../../src/measure/load/engine/stage-tree.ts'
import { IterationStages } from '../../../../../src/measure/load/engine/stages.ts'

const callsOf = (stages: IterationStages): Readonly<Record<string, number>> =>
  Object.fromEntries(stages.touched.map(({ node, calls }) => [node.path, calls]))

describe('stages of iterations that run at the same time', () => {
  test('each iteration has its own times, over one tree', async () => {
    const tree = new StageTree()
    const iterations = Array.from({ length: 20 }, () => new IterationStages(tree))
    await Promise.all(
      iterations.map(async (stages, index) => {
        await stages.timer('send', () => delay(index % 3))
        stages.timer('read', () => index)
        if (index % 2 === 0) await stages.timer('read', () => delay(1))
      }),
    )
    for (const [index, stages] of iterations.entries()) {
      expect(callsOf(stages)).toEqual({ send: 1, read: index % 2 === 0 ? 2 : 1 })
    }
    expect(iterations[0]?.touched[0]?.node).toBe(iterations[1]?.touched[0]?.node)
  })

  test('a stage inside another is told apart from one behind it, across awaits', async () => {
    const tree = new StageTree()
    const run = async (): Promise<Readonly<Record<string, number>>> => {
      const stages = new IterationStages(tree)
      await stages.timer('outer', async () => {
        await delay(1)
        await stages.timer('inner', async () => {
          await delay(1)
          stages.timer('innermost', () => 1)
        })
      })
      await stages.timer('inner', () => delay(1))
      return callsOf(stages)
    }
    const nested = { outer: 1, 'outer > inner': 1, 'outer > inner > innermost': 1, inner: 1 }
    expect(await run()).toEqual(nested)
    // Once more with what was learnt, and many at a time.
    for (const calls of await Promise.all(Array.from({ length: 5 }, run))) {
      expect(calls).toEqual(nested)
    }
  })

  test('stages side by side do not hold one another', async () => {
    const tree = new StageTree()
    const run = async (): Promise<Readonly<Record<string, number>>> => {
      const stages = new IterationStages(tree)
      await Promise.all([
        stages.timer('a', async () => {
          await delay(2)
          stages.timer('in a', () => 1)
        }),
        stages.timer('b', () => delay(5)),
      ])
      return callsOf(stages)
    }
    await run()
    expect(await run()).toEqual({ a: 1, 'a > in a': 1, b: 1 })
  })

  test('a stage that throws is timed, and what it threw goes on', async () => {
    const stages = new IterationStages(new StageTree())
    expect(() =>
      stages.timer('sync', () => {
        throw new Error('no')
      }),
    ).toThrow('no')
    await expect(stages.timer('async', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(callsOf(stages)).toEqual({ sync: 1, async: 1 })
  })

  test('what nobody awaited does not count for the next iteration', async () => {
    const stages = new IterationStages(new StageTree())
    const left = stages.timer('left', () => delay(1))
    stages.clear()
    stages.timer('next', () => 1)
    await left
    expect(callsOf(stages)).toEqual({ next: 1 })
  })

  test('names made from data are refused', () => {
    const stages = new IterationStages(new StageTree())
    expect(() => {
      for (let index = 0; index < 1000; index++) stages.timer(`user ${index}`, () => 1)
    }).toThrow(/a stage needs a fixed name/)
  })
})
