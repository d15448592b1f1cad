import { once } from 'node:events'
import { describe, expect, onTestFinished, test } from 'vitest'
import { scenario } from '../../../../../src/index.ts'
import { CodeWork } from '../../../../../src/measure/load/engine/code-work.ts'
import { Iteration } from '../../../../../src/measure/load/engine/iteration.ts'
import type { ExchangeOutcome } from '../../../../../src/model/load.ts'
import type { StageTimer } from '../../../../../src/model/scenario.ts'

interface Heard {
  readonly work: CodeWork
  readonly ends: (Pick<ExchangeOutcome, 'kind' | 'code' | 'example'> & { stages: string[] })[]
  /** How often a place became free. */
  readonly released: number
  start(input?: unknown): Iteration
  /** Resolves once something that it told of makes this so. */
  until(isSo: (heard: Heard) => boolean): Promise<void>
}

interface Args {
  readonly input: unknown
  readonly stage: StageTimer
}

function working(run: (args: Args) => unknown, timeoutMs = 60_000): Heard {
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
  const heard: Heard = {
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
    until: async (isSo) => {
      while (!isSo(heard)) await once(told, 'told')
    },
  }
  return heard
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
    await heard.until(({ released }) => released === 5)
    expect(seen).toEqual([0, 1, 2, 3, 4])
    expect(heard.ends.map(({ stages }) => stages)).toEqual([
      ['read'],
      ['read'],
      ['read'],
      ['read'],
      ['read'],
    ])
  })

  const coded = (message: string, more: object): Error => Object.assign(new Error(message), more)

  test.each([
    { thrown: new Error('no'), kind: 'failed', code: 'SCENARIO_THREW', example: 'no' },
    { thrown: coded('no', { code: 'E_NO' }), kind: 'failed', code: 'E_NO', example: 'no' },
    { thrown: coded('slow', { status: 429 }), kind: 'rejected', code: 'HTTP_429', example: 'slow' },
    {
      thrown: coded('slow', { code: 'HTTP_429' }),
      kind: 'rejected',
      code: 'HTTP_429',
      example: 'slow',
    },
    {
      thrown: coded('full', { code: 'REJECTED' }),
      kind: 'rejected',
      code: 'REJECTED',
      example: 'full',
    },
  ])('what it throws, or rejects with, is an outcome: $code', async ({ thrown, ...outcome }) => {
    const heard = working(({ input }) => {
      if (input === 'sync') throw thrown
      return Promise.reject(thrown)
    })
    heard.start('sync')
    heard.start('async')
    await heard.until(({ released }) => released === 2)
    expect(heard.ends).toMatchObject([outcome, outcome])
  })

  test('what takes too long has timed out, and keeps its place until it settles', async () => {
    const gate = Promise.withResolvers<void>()
    const heard = working(() => gate.promise, 10)
    heard.start()
    await heard.until(({ ends }) => ends.length === 1)
    expect(heard.ends).toMatchObject([{ kind: 'failed', code: 'TIMEOUT' }])
    expect(heard.released).toBe(0)
    gate.resolve()
    await heard.until(({ released }) => released === 1)
    expect(heard.ends).toHaveLength(1)
  })
})
