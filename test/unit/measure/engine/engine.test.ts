import { counter, from, scenario } from 'plimsoll'
import { describe, expect, test } from 'vitest'
import { type EngineOptions, measureLaunch } from '../../../../src/measure/bench/engine/engine.ts'
import type { Launch } from '../../../../src/model/run.ts'
import type { Scenario } from '../../../../src/model/scenario.ts'

/** A launch in this process, as short as it gets. */
const launch = (measured: Scenario, options: Partial<EngineOptions> = {}) =>
  measureLaunch(measured, {
    paramsIndex: 0,
    seed: 7,
    launch: 0,
    timeMs: 2,
    warmUpMs: 0,
    batchSize: undefined,
    onStep: () => undefined,
    ...options,
  })

/** The first launch that got through so many iterations. */
async function launchOfAtLeast(iterations: number, measured: Scenario): Promise<Launch> {
  for (;;) {
    const taken = await launch(measured, { timeMs: 50 })
    if (taken.iterations >= iterations) return taken.launch
  }
}

describe('a launch', () => {
  test('goes through its steps, with set-up before and teardown after', async () => {
    const happened: string[] = []
    const measured = scenario('steps', {
      params: [{ size: 1 }, { size: 2 }],
      setup: ({ params, launch: index }) => {
        happened.push(`setup ${params.size} ${index}`)
        return { size: params.size }
      },
      run: ({ ctx, params }) => {
        if (happened.at(-1) !== 'run') happened.push('run')
        return ctx.size + params.size
      },
      teardown: ({ ctx }) => void happened.push(`teardown ${ctx.size}`),
    })
    const onStep = (step: string): void => void happened.push(`> ${step}`)
    await launch(measured, { paramsIndex: 1, launch: 3, onStep })
    expect(happened).toEqual([
      '> setup',
      'setup 2 3',
      '> warm-up',
      'run',
      '> measure',
      'run',
      '> teardown',
      'teardown 2',
    ])
  })

  test('counts what it measured, not what it warmed up with', async () => {
    let calls = 0
    const measured = scenario('counts', {
      metrics: { calls: counter() },
      run: ({ metrics }) => {
        calls++
        metrics.calls()
      },
    })
    const { iterations, batchSize, launch: record } = await launch(measured)
    expect(calls).toBeGreaterThan(iterations)
    expect(record.metrics['calls']?.total).toBe(iterations)
    expect(record.metrics['latency']?.count).toBe(iterations)
    expect(record.metrics['latency']?.samples).toBe(iterations / batchSize)
    expect(batchSize).toBeGreaterThan(1)
    expect(record.metrics['tail']?.samples).toBeGreaterThan(0)
  })

  test('that meets a stage late is measured again, unbatched, whatever earlier launches found', async () => {
    let calls = 0
    let isWarm = false
    const measured = scenario('late', {
      run: ({ stage }) => (isWarm && ++calls % 100 === 0 ? stage('rare', () => calls) : 0),
    })
    const { batchSize, launch: record } = await launch(measured, {
      batchSize: 500,
      onStep: (step) => {
        isWarm = step === 'measure'
      },
    })
    expect(batchSize).toBe(1)
    const [rare] = record.stages
    expect(rare?.name).toBe('rare')
    expect(rare?.metrics['latency']?.samples).toBe(rare?.calls)
    expect(record.metrics['latency']?.batchSize).toBe(1)
  })

  test('that allocates too much for a chunk without collections still says how much an iteration takes', async () => {
    const measured = scenario('allocates', { run: () => new Array(20_000).fill(1.5) })
    // 64 MB, more than the young generation holds. A machine that pauses may end a pass after a few iterations.
    const record = await launchOfAtLeast(400, measured)
    expect(record.gcCount).toBeGreaterThan(0)
    expect(record.heapDeltaBytesPerIteration).toBeGreaterThan(100_000)
    expect(record.heapDeltaBytesPerIteration).toBeLessThan(400_000)
  })

  test('takes the batch that earlier launches found', async () => {
    const { launch: record } = await launch(scenario('batch', { run: () => 1 }), { batchSize: 123 })
    expect(record.metrics['latency']?.batchSize).toBe(123)
  })

  test('has single iterations where there are stages', async () => {
    const measured = scenario('stages', { run: ({ stage }) => stage('only', () => 1) })
    const { batchSize, iterations, launch: record } = await launch(measured)
    expect(batchSize).toBe(1)
    expect(record.stages).toMatchObject([{ name: 'only', calls: iterations }])
  })

  test('draws the same input for the same seed and launch, and another for another', async () => {
    const drawn = async (seed: number, index: number): Promise<number[]> => {
      const seen: number[] = []
      const measured = scenario('seeded', {
        feed: from((random) => random.uint32()),
        run: ({ input }) => void (seen.length < 5 && seen.push(input)),
      })
      await launch(measured, { seed, launch: index })
      return seen
    }
    const first = await drawn(1, 0)
    expect(await drawn(1, 0)).toEqual(first)
    expect(await drawn(1, 1)).not.toEqual(first)
    expect(await drawn(2, 0)).not.toEqual(first)
  })
})

describe('a failure', () => {
  const oops = new Error('oops')

  test('in run is thrown on, after one teardown', async () => {
    let teardowns = 0
    const measured = scenario('run', {
      run: () => {
        throw oops
      },
      teardown: () => void teardowns++,
    })
    await expect(launch(measured)).rejects.toBe(oops)
    expect(teardowns).toBe(1)
  })

  test('in teardown is thrown on, and teardown is not tried again', async () => {
    let teardowns = 0
    const measured = scenario('teardown', {
      run: () => undefined,
      teardown: () => {
        teardowns++
        throw oops
      },
    })
    await expect(launch(measured)).rejects.toBe(oops)
    expect(teardowns).toBe(1)
  })

  test('in run counts, not the one in teardown behind it', async () => {
    const measured = scenario('both', {
      run: () => Promise.reject(oops),
      teardown: () => Promise.reject(new Error('another')),
    })
    await expect(launch(measured)).rejects.toBe(oops)
  })

  test('in set-up needs no teardown', async () => {
    let teardowns = 0
    const measured = scenario('setup', {
      setup: () => Promise.reject(oops),
      run: () => undefined,
      teardown: () => void teardowns++,
    })
    await expect(launch(measured)).rejects.toBe(oops)
    expect(teardowns).toBe(0)
  })

  test('of the feeder tears down what was set up', async () => {
    let teardowns = 0
    const measured = scenario('feeder', {
      feed: { kind: 'broken', open: () => Promise.reject(oops) },
      run: () => undefined,
      teardown: () => void teardowns++,
    })
    await expect(launch(measured)).rejects.toBe(oops)
    expect(teardowns).toBe(1)
  })
})
