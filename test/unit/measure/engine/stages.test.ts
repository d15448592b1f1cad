import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type RecordedStage, StageRecorder } from '../../../../src/measure/bench/engine/stages.ts'
import type { StageTimer } from '../../../../src/model/scenario.ts'
import { VirtualTime } from '../virtual-time.ts'

let time: VirtualTime
beforeEach(() => {
  time = new VirtualTime()
})
afterEach(() => time[Symbol.dispose]())

/** `name: calls × ns of each sample`. */
const shown = ({ name, calls, samples }: RecordedStage): string =>
  `${name}: ${calls} × ${[...samples].map((ns) => Math.round(ns)).join(' ')}`

/** The engine's shortest warm-up has as many iterations: the probe, the estimate, and one chunk of one. */
const WARM_UP = 3

/** What a scenario's stages look like after so many iterations. */
async function stagesOf(run: (stage: StageTimer) => unknown, iterations = 1): Promise<string[]> {
  const recorder = new StageRecorder()
  for (let i = 0; i < WARM_UP + iterations; i++) {
    if (i === WARM_UP) recorder.clear()
    await run(recorder.timer)
    recorder.endIteration()
  }
  return recorder.recorded().map(shown)
}

/** An asynchronous part: some of its time before an await, some after. */
async function part(beforeNs: number, afterNs: number): Promise<void> {
  time.work(beforeNs)
  await nextTurn()
  time.work(afterNs)
}

describe('synchronous stages', () => {
  test('one after the other', async () => {
    const run = (stage: StageTimer): void => {
      stage('a', () => time.work(10))
      stage('b', () => time.work(20))
    }
    expect(await stagesOf(run, 2)).toEqual(['a: 2 × 10 10', 'b: 2 × 20 20'])
  })

  test('one inside the other', async () => {
    const run = (stage: StageTimer): void =>
      stage('outer', () => {
        time.work(1)
        stage('inner', () => stage('innermost', () => time.work(5)))
        stage('inner', () => time.work(2))
      })
    const found = await stagesOf(run)
    expect(found).toEqual([
      'outer: 1 × 8',
      'outer > inner: 2 × 7',
      'outer > inner > innermost: 1 × 5',
    ])
  })

  test('several calls in one iteration are one sample', async () => {
    const run = (stage: StageTimer): void => {
      const chunk = (ns: number): void => stage('chunk', () => time.work(ns))
      for (const ns of [1, 2, 3, 4]) chunk(ns)
    }
    expect(await stagesOf(run, 2)).toEqual(['chunk: 8 × 10 10'])
  })

  test('one that is not in every iteration has a sample where it is', async () => {
    let iteration = 0
    const run = (stage: StageTimer): void => {
      if (iteration++ % 2 === 0) stage('sometimes', () => time.work(7))
    }
    expect(await stagesOf(run, 5)).toEqual(['sometimes: 2 × 7 7'])
  })

  test('give what their part gives, and throw what it throws', async () => {
    const { timer } = new StageRecorder()
    expect(timer('value', () => 42)).toBe(42)
    const oops = new Error('oops')
    expect(() => timer('throws', () => throwIt(oops))).toThrow(oops)
    await expect(timer('rejects', () => Promise.reject(oops))).rejects.toBe(oops)
    await expect(timer('rejects', () => Promise.reject(oops))).rejects.toBe(oops)
    expect(await timer('resolves', async () => 43)).toBe(43)
    expect(await timer('resolves', async () => 44)).toBe(44)
  })
})

function throwIt(error: Error): never {
  time.work(3)
  throw error
}

describe('a stage that throws', () => {
  test('has its time, and what follows is not inside it', async () => {
    const run = (stage: StageTimer): void => {
      expect(() => stage('fails', () => throwIt(new Error('oops')))).toThrow('oops')
      stage('next', () => time.work(1))
    }
    expect(await stagesOf(run)).toEqual(['fails: 1 × 3', 'next: 1 × 1'])
  })

  test('after an await', async () => {
    const run = async (stage: StageTimer): Promise<void> => {
      const failing = stage('fails', () => part(2, 3).then(() => throwIt(new Error('oops'))))
      await expect(failing).rejects.toThrow('oops')
      stage('next', () => time.work(1))
    }
    expect(await stagesOf(run)).toEqual(['fails: 1 × 8', 'next: 1 × 1'])
  })

  test('before its first await, once it is known to be asynchronous', async () => {
    let call = 0
    const run = async (stage: StageTimer): Promise<void> => {
      try {
        await stage('fails', () => (call++ > 0 ? throwIt(new Error('oops')) : part(1, 1)))
      } catch {
        time.work(9)
      }
      stage('next', () => time.work(1))
    }
    expect(await stagesOf(run)).toEqual(['fails: 1 × 3', 'next: 1 × 1'])
  })
})

describe('asynchronous stages', () => {
  test('last until their promise settles', async () => {
    const run = async (stage: StageTimer): Promise<void> => {
      await stage('a', () => part(10, 5))
      await stage('b', () => part(1, 2))
    }
    expect(await stagesOf(run, 2)).toEqual(['a: 2 × 15 15', 'b: 2 × 3 3'])
  })

  test('hold the stages that are started after an await', async () => {
    const run = (stage: StageTimer): Promise<void> =>
      stage('outer', async () => {
        await part(1, 1)
        stage('sync', () => time.work(4))
        await stage('async', () => part(2, 3))
        stage('sync', () => time.work(5))
      })
    const found = await stagesOf(run)
    expect(found).toEqual(['outer: 1 × 16', 'outer > sync: 2 × 9', 'outer > async: 1 × 5'])
  })

  test('hold what they begin before their first await, inside a synchronous stage too', async () => {
    const run = async (stage: StageTimer): Promise<void> => {
      const begun: Promise<void>[] = []
      const asynchronous = async (): Promise<void> => {
        stage('first', () => time.work(1))
        await part(2, 3)
      }
      stage('outer', () => void begun.push(stage('async', asynchronous)))
      await Promise.all(begun)
    }
    const found = await stagesOf(run)
    expect(found).toEqual(['outer: 1 × 3', 'outer > async: 1 × 6', 'outer > async > first: 1 × 1'])
  })

  describe('that held no other while warming up', () => {
    test('hold one that comes up later', async () => {
      let call = 0
      const run = (stage: StageTimer): Promise<void> =>
        stage('outer', async () => {
          await part(1, 1)
          if (call++ >= WARM_UP) await stage('retry', () => part(2, 3))
        })
      expect(await stagesOf(run, 3)).toEqual(['outer: 3 × 7 7 7', 'outer > retry: 3 × 5 5 5'])
    })

    test('do not take in those that stood beside them', async () => {
      let call = 0
      const run = (stage: StageTimer): Promise<unknown> => {
        stage('check', () => time.work(7))
        const fetching = stage('fetch', () => part(10, 0))
        if (call++ >= WARM_UP) stage('check', () => time.work(1))
        return fetching
      }
      expect(await stagesOf(run)).toEqual(['check: 2 × 8', 'fetch: 1 × 11'])
    })

    test.each(['left', 'right'])('nor those of another at the same time: %s', async (holder) => {
      let call = 0
      const run = (stage: StageTimer): Promise<unknown> => {
        const late = call++ >= WARM_UP
        const one = async (name: string, ns: number): Promise<void> => {
          await part(ns, 0)
          if (late && name === holder) stage('new', () => time.work(100))
        }
        return Promise.all([
          stage('left', () => one('left', 1)),
          stage('right', () => one('right', 2)),
        ])
      }
      expect((await stagesOf(run, 3)).slice(2)).toEqual([`${holder} > new: 3 × 100 100 100`])
    })
  })

  test('keep apart when they run at the same time', async () => {
    const run = (stage: StageTimer): Promise<unknown> =>
      Promise.all([
        stage('left', async () => {
          await part(1, 0)
          stage('work', () => time.work(100))
        }),
        stage('right', async () => {
          await part(2, 0)
          stage('work', () => time.work(10))
        }),
      ])
    const found = await stagesOf(run, 3)
    expect(found).toEqual(
      expect.arrayContaining([
        'left > work: 3 × 100 100 100',
        'right > work: 3 × 10 10 10',
        expect.stringMatching(/^left: 3 × 10[0-9]/),
        expect.stringMatching(/^right: 3 × 11[0-9]/),
      ]),
    )
    expect(found).toHaveLength(4)
  })

  test('of one name at the same time are summed', async () => {
    const run = (stage: StageTimer): Promise<unknown> =>
      Promise.all([1, 2].map((ns) => stage('fetch', () => part(0, ns * 100))))
    // The first ends at 100, the second, begun with it, at 300.
    expect(await stagesOf(run)).toEqual(['fetch: 2 × 400'])
  })

  test('are told from synchronous ones by their first call', async () => {
    const recorder = new StageRecorder()
    await recorder.timer('fetch', () => part(10, 5))
    recorder.endIteration()
    expect(recorder.recorded().map(shown)).toEqual(['fetch: 1 × 15'])
  })

  test('sometimes without a promise', async () => {
    let call = 0
    const run = (stage: StageTimer): unknown =>
      stage('cached', () => (call++ % 2 === 0 ? part(10, 5) : time.work(1)))
    expect(await stagesOf(run, 3)).toEqual(['cached: 3 × 1 15 1'])
  })
})

describe('names', () => {
  test('that spell a path are that path', async () => {
    const run = (stage: StageTimer): void => {
      stage('a', () => stage('b', () => time.work(1)))
      stage('a > b', () => time.work(2))
    }
    expect(await stagesOf(run)).toEqual(['a: 1 × 1', 'a > b: 2 × 3'])
  })

  test('that are empty, or too long for a record, still name one stage each', async () => {
    const run = (stage: StageTimer): void => {
      stage('', () => stage('inner', () => time.work(1)))
      stage('x'.repeat(600), () => time.work(1))
    }
    const names = (await stagesOf(run)).map((each) => each.split(':', 1)[0])
    expect(names).toEqual(['(unnamed)', '(unnamed) > inner', 'x'.repeat(500)])
  })

  test('made from data are refused before they fill the memory', () => {
    const { timer } = new StageRecorder()
    const run = (): void => {
      for (let user = 0; user < 2000; user++) timer(`user ${user}`, () => undefined)
    }
    expect(run).toThrow("fixed name, not one made from data such as 'user 1000'")
  })
})

test('the slow iteration is shown with its stages in order of first appearance', () => {
  const recorder = new StageRecorder()
  const run = (): void => {
    recorder.timer('a', () => time.work(1))
    recorder.timer('b', () => recorder.timer('c', () => time.work(2)))
  }
  run()
  recorder.endIteration()
  run()
  const names = recorder.snapshot().map(({ name, latencyNs }) => `${name} ${Math.round(latencyNs)}`)
  expect(names).toEqual(['a 1', 'b 2', 'b > c 2'])
})
