import { describe, expect, onTestFinished, test } from 'vitest'
import { scenario } from '../../../../../src/index.ts'
import { CodeWork } from '../../../../../src/measure/load/engine/code-work.ts'
import { Iteration } from '../../../../../src/measure/load/engine/iteration.ts'
import type { ExchangeOutcome } from '../../../../../src/model/load.ts'
import type { RunArguments } from '../../../../../src/model/scenario.ts'

interface Heard {
  readonly work: CodeWork
  readonly ends: (Pick<ExchangeOutcome, 'kind' | 'code' | 'example'> & { stages: string[] })[]
  /** How often a place became free. */
  readonly released: number
  start(input?: unknown): Iteration
  /** Resolves once so many have ended, and are released. */
  until(count: number): Promise<void>
}

function working(run: (args: RunArguments) => unknown, timeoutMs = 60_000): Heard {
  const work = new CodeWork({
    scenario: scenario('code', { run }),
    params: {},
    ctx: {},
    metrics: {},
    unrecorded: {},
    timeoutMs,
    now: () => performance.now() * 1e6,
    tearDown: async () => undefined,
  })
  onTestFinished(() => work[Symbol.asyncDispose]())
  const told = new EventTarget()
  const ends: Heard['ends'] = []
  let released = 0
  work.events = {
    onEnded: ({ stages }, { kind, code, example }) => {
      const touched = stages?.touched.map(({ node }) => node.path) ?? []
      ends.push({ kind, code, example, stages: touched })
      told.dispatchEvent(new Event('told'))
    },
    onReleased: () => {
      released++
      told.dispatchEvent(new Event('told'))
    },
    onFree: () => undefined,
    onTrouble: () => undefined,
  }
  return {
    work,
    ends,
    get released() {
      return released
    },
    start: (input) => {
      const iteration = new Iteration()
      work.prepare(iteration)
      iteration.input = input
      work.start(iteration)
      return iteration
    },
    until: async (count) => {
      while (released < count) {
        await new Promise((resolve) => {
          told.addEventListener('told', resolve, { once: true })
        })
      }
    },
  }
}

describe('code as work', () => {
  test('ends at once when it is synchronous', () => {
    const heard = working(({ stage }) => stage('compute', () => 1))
    heard.start()
    expect(heard.ends).toMatchObject([{ kind: 'ok', stages: ['compute'] }])
    expect(heard.released).toBe(1)
  })

  test('runs many at a time, each with arguments of its own', async () => {
    const seen: unknown[] = []
    const gate = Promise.withResolvers<void>()
    const heard = working(async (args) => {
      await gate.promise
      await args.stage('read', async () => seen.push(args.input))
    })
    for (let input = 0; input < 5; input++) heard.start(input)
    expect(heard.ends).toEqual([])
    gate.resolve()
    await heard.until(5)
    expect(seen).toEqual([0, 1, 2, 3, 4])
    expect(heard.ends.map(({ stages }) => stages)).toEqual(Array(5).fill(['read']))
  })

  test.each([
    ['a plain error', new Error('no'), 'failed', 'SCENARIO_THREW', 'no'],
    ['one with a code', Object.assign(new Error('no'), { code: 'E_NO' }), 'failed', 'E_NO', 'no'],
    ['no error at all', 'just text', 'failed', 'SCENARIO_THREW', "threw 'just text'"],
    [
      'status 429',
      Object.assign(new Error('slow'), { status: 429 }),
      'rejected',
      'HTTP_429',
      'slow',
    ],
    [
      'the code of a rejection',
      Object.assign(new Error('full'), { code: 'REJECTED' }),
      'rejected',
      'REJECTED',
      'full',
    ],
  ])('%s that it throws, or rejects with, is an outcome', async (_, thrown, kind, code, example) => {
    const heard = working(({ input }) => {
      if (input === 'sync') throw thrown
      return Promise.reject(thrown)
    })
    heard.start('sync')
    heard.start('async')
    await heard.until(2)
    expect(heard.ends).toMatchObject([
      { kind, code, example },
      { kind, code, example },
    ])
  })

  test('what takes too long has timed out, and keeps its place until it settles', async () => {
    const gate = Promise.withResolvers<void>()
    const heard = working(() => gate.promise, 10)
    heard.start()
    while (heard.ends.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    expect(heard.ends).toMatchObject([{ kind: 'failed', code: 'TIMEOUT' }])
    expect(heard.released).toBe(0)
    gate.resolve()
    await heard.until(1)
    expect(heard.ends).toHaveLength(1)
  })
})
