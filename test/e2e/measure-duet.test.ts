import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { measureDuets } from '../../src/measure/index.ts'
import type { DuetEvidence, DuetPlan, Side } from '../../src/model/duet.ts'
import type { PlannedScenario } from '../../src/model/plan.ts'
import { fillProject, tempDir } from '../support/folders.ts'

/** A perf file of which each side has its own, and what it prints says who ran. */
const PERF_FILE = (work: number): string => `
  import { scenario } from 'plimsoll'
  export const work = scenario('work', {
    feed: { kind: 'numbers', open: (random) => () => random.below(1000) },
    setup: ({ random, launch }) => { console.log('setup ' + process.cwd() + ' ' + launch + ' ' + random.uint32()) },
    run: ({ input, stage }) => stage('spin', () => {
      let sum = input
      for (let i = 0; i < ${work}; i++) sum = (sum * 31 + i) | 0
      return sum
    }),
    teardown: () => { console.log('teardown ' + process.cwd()) },
  })
  let drawn = []
  export const inputs = scenario('inputs', {
    feed: { kind: 'numbers', open: (random) => { drawn = []; return () => random.below(1000) } },
    run: ({ input }) => {
      drawn.push(input)
      const until = process.hrtime.bigint() + ${work}n
      while (process.hrtime.bigint() < until);
    },
    teardown: () => { console.log('inputs ' + drawn.slice(-20).join()) },
  })
  export const breaks = scenario('breaks', { run: () => { if (${work} > 50_000) throw new Error('this side breaks') } })
`

/** Two sides of one project, each with its own amount of work, measured by so many processes. */
async function duetOf(work: Record<Side, number>, exportName: string): Promise<DuetEvidence> {
  const top = await tempDir()
  const side = async (name: Side): Promise<PlannedScenario> => {
    const cwd = join(top, name)
    await fillProject(cwd, {
      'package.json': '{"type":"module"}',
      'a.perf.ts': PERF_FILE(work[name]),
    })
    return planned(join(cwd, 'a.perf.ts'), exportName)
  }
  const current = await side('current')
  const pair = { identity: current.identity, current, baseline: await side('baseline') }
  const folder = (name: Side): DuetPlan[Side] => ({ root: join(top, name), cwd: join(top, name) })
  const plan = { current: folder('current'), baseline: folder('baseline'), pairs: [pair] }
  const { evidence } = await measureDuets(
    {
      ...plan,
      replace: [],
      env: {},
      seed: 7,
      timeMs: 30,
      warmUpMs: 5,
      budgetMs: 60_000,
      concurrency: 2,
    },
    {
      decide: (launches) => ({ decided: launches.length >= 4, ratio: null, interval: null }),
      obstacle: () => undefined,
      unchecked: () => [],
      packHistogram: () => '',
      signal: new AbortController().signal,
      onEvent: (event) => {
        if (event.kind === 'output') printed.push(...event.text.trim().split('\n'))
      },
    },
  )
  const [only] = evidence
  if (only === undefined) throw new Error('nothing was measured')
  return only
}

const planned = (path: string, exportName: string): PlannedScenario => ({
  identity: {
    key: exportName,
    name: exportName,
    category: 'e2e',
    tags: [],
    params: {},
    file: 'a.perf.ts',
  },
  budget: {},
  path,
  exportName,
  paramsIndex: 0,
  timeoutMs: 30_000,
  exclusive: false,
})

let printed: string[] = []
beforeEach(() => {
  printed = []
})

test('twice the work is a ratio of two, on both clocks and in its stage', async () => {
  const { launches } = await duetOf({ current: 40_000, baseline: 20_000 }, 'work')
  expect(launches).toHaveLength(4)
  for (const { wall, cpu, stages, pairs } of launches) {
    expect(pairs).toBeGreaterThanOrEqual(10)
    expect(wall.ratio).toBeGreaterThan(1.4)
    expect(cpu?.ratio).toBeGreaterThan(1.4)
    expect(stages).toMatchObject([{ name: 'spin', wall: { ratio: expect.any(Number) } }])
    expect(stages[0]?.wall?.ratio).toBeGreaterThan(1.4)
  }
})

test('each side is loaded first in one of two processes, and both get the same randomness', async () => {
  const { launches } = await duetOf({ current: 1000, baseline: 1000 }, 'work')
  const first = launches.map((launch) => launch.first)
  expect(new Set(first.slice(0, 2)).size).toBe(2)
  expect(new Set(first.slice(2)).size).toBe(2)
  const setups = printed.filter((line) => line.startsWith('setup'))
  const drawn = (side: Side): readonly string[] =>
    setups
      .filter((line) => line.includes(`/${side} `))
      .map((line) => line.split(' ').slice(2).join(' '))
      // Two processes run at a time, and print as they come to it.
      .toSorted()
  expect(drawn('current')).toHaveLength(4)
  expect(drawn('current')).toEqual(drawn('baseline'))
  expect(printed.filter((line) => line.startsWith('teardown'))).toHaveLength(8)
})

test('a scenario that throws names its side, and nothing more is measured of it', async () => {
  const { failure, launches } = await duetOf({ current: 100_000, baseline: 1 }, 'breaks')
  expect(failure).toMatchObject({ side: 'current', error: { example: 'this side breaks' } })
  expect(launches).toEqual([])
})

test('both sides of a pair get the same input, however long each takes', async () => {
  await duetOf({ current: 700_000, baseline: 20_000 }, 'inputs')
  const lines = printed.filter((line) => line.startsWith('inputs'))
  expect(lines).toHaveLength(8)
  for (let launch = 0; launch < 4; launch++) expect(lines[2 * launch]).toBe(lines[2 * launch + 1])
})
