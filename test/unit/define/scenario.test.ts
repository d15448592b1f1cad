import { describe, expect, expectTypeOf, test } from 'vitest'
import { counter, cycle, gauge, scenario, trend } from '../../../src/index.ts'
import { isScenario } from '../../../src/model/scenario.ts'

describe('scenario', () => {
  test('is frozen data with every default filled in', () => {
    const made = scenario('home', { run: () => 1 })
    expect(isScenario(made)).toBe(true)
    expect(Object.isFrozen(made)).toBe(true)
    expect(made).toMatchObject({
      name: 'home',
      category: 'general',
      tags: [],
      params: [{}],
      budget: {},
      metrics: {},
      feed: undefined,
      timeoutMs: undefined,
      exclusive: false,
    })
  })

  test('copies what it is given, so that later changes by the perf file change nothing', () => {
    const tags = ['a']
    const set = { size: 1 }
    const made = scenario('copy', { tags, params: [set], run: () => 1 })
    tags.push('b')
    set.size = 2
    expect(made.tags).toEqual(['a'])
    expect(made.params).toEqual([{ size: 1 }])
  })

  test('reads a time-out as a duration', () => {
    expect(scenario('slow', { timeout: '2s', run: () => 1 }).timeoutMs).toBe(2000)
    expect(scenario('slow', { timeout: 250, run: () => 1 }).timeoutMs).toBe(250)
  })

  test.each([undefined, null, 7, 'text', [], { params: 7, tags: {}, run: 'no' }])(
    'never throws on import, whatever it is given: %j',
    (definition) => {
      expect(isScenario(scenario('odd', definition as never))).toBe(true)
    },
  )

  test('keeps what was written, for the check that reports every mistake together', () => {
    const definition = { run: () => 1, tgas: [] }
    expect(scenario('typo', definition).definition).toBe(definition)
  })
})

describe('types', () => {
  test('ctx is what setup resolves to', () => {
    scenario('types', {
      setup: async ({ env, random, launch }) => {
        expectTypeOf(env).toEqualTypeOf<Readonly<Record<string, string | undefined>>>()
        expectTypeOf(random.float()).toBeNumber()
        expectTypeOf(launch).toBeNumber()
        return { connection: 7 }
      },
      run: ({ ctx }) => {
        expectTypeOf(ctx).toEqualTypeOf<{ connection: number }>()
      },
      teardown: async ({ ctx }) => {
        expectTypeOf(ctx).toEqualTypeOf<{ connection: number }>()
      },
    })
  })

  test('ctx of a synchronous setup', () => {
    scenario('types', {
      setup: () => new Map<string, number>(),
      run: ({ ctx }) => expectTypeOf(ctx).toEqualTypeOf<Map<string, number>>(),
    })
  })

  test('input is what the feeder draws, and undefined without one', () => {
    scenario('types', {
      feed: cycle(['a', 'b']),
      run: ({ input }) => expectTypeOf(input).toEqualTypeOf<string>(),
    })
    scenario('types', {
      run: ({ input, ctx }) => {
        expectTypeOf(input).toEqualTypeOf<undefined>()
        expectTypeOf(ctx).toEqualTypeOf<undefined>()
      },
    })
  })

  test('params are one of the sets, without as const', () => {
    scenario('types', {
      params: [
        { size: 10, kind: 'small' },
        { size: 1000, kind: 'large' },
      ],
      setup: ({ params }) => {
        expectTypeOf(params.size).toEqualTypeOf<10 | 1000>()
        return 'ctx'
      },
      run: ({ params }) => expectTypeOf(params.kind).toEqualTypeOf<'small' | 'large'>(),
    })
    const sizes: number[] = [1, 2]
    scenario('types', {
      params: sizes.map((size) => ({ size })),
      run: ({ params }) => expectTypeOf(params.size).toEqualTypeOf<number>(),
    })
  })

  test('each own metric has a recorder, and only a counter has a value of its own', () => {
    scenario('types', {
      metrics: {
        hits: counter(),
        depth: gauge({ unit: 'count' }),
        size: trend({ unit: 'bytes', better: 'lower' }),
      },
      run: ({ metrics }) => {
        expectTypeOf(metrics.hits).toEqualTypeOf<(value?: number) => void>()
        expectTypeOf(metrics.depth).toEqualTypeOf<(value: number) => void>()
        expectTypeOf(metrics.size).toEqualTypeOf<(value: number) => void>()
        expectTypeOf(metrics).not.toHaveProperty('misses')
      },
    })
  })

  test('a stage returns what its part returned', () => {
    scenario('types', {
      run: async ({ stage }) => {
        expectTypeOf(stage('sync', () => 7)).toEqualTypeOf<number>()
        expectTypeOf(stage('async', async () => 'x')).toEqualTypeOf<Promise<string>>()
      },
    })
  })

  test('limits and keys that do not exist do not compile', () => {
    scenario('types', { budget: { p99Ms: 10, stages: { parse: { p95Us: 3 } } }, run: () => 1 })
    // @ts-expect-error p98 is no statistic
    expect(scenario('types', { budget: { p98Ms: 10 }, run: () => 1 })).toBeDefined()
    // @ts-expect-error every scenario runs something
    expect(scenario('types', { tags: [] })).toBeDefined()
  })
})
