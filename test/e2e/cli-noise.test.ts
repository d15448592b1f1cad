import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { readComparison, readNoise } from '../../src/model/read.ts'
import type { Noise, NoiseFloor } from '../../src/model/noise.ts'
import type { ScenarioComparison } from '../../src/model/comparison.ts'
import { fingerprintOf, machineFacts } from '../../src/measure/index.ts'
import { openStore } from '../../src/record/index.ts'
import {
  fillProject,
  freshProject,
  type ProjectFiles,
  sharedTempDir,
  writeFiles,
} from '../support/folders.ts'
import { SAMPLE_SCENARIOS } from '../support/runs.ts'
import {
  documentOf,
  failureOf,
  gitInit,
  plimsoll,
  pointBaseline,
  projectWith,
  runAt,
  runIds,
  startPlimsoll,
  STORE,
} from './cli-project.ts'

/** As few and as short processes as there may be. */
const QUICK = ['--launches', '6', '--duet-time', '20', '--duet-warm-up', '20']

const FILES: ProjectFiles = {
  'perf/work.perf.ts': `
import { scenario } from 'plimsoll'
import { load } from '../src/load.ts'

export const work = scenario('work', { run: load })
export const apart = scenario('work apart', { exclusive: true, run: load })
`,
  'src/load.ts': loadOf(400),
}

/** Work that takes a few µs for each 100. */
function loadOf(size: number): string {
  return `
const text = JSON.stringify(Array.from({ length: ${size} }, (_, at) => ({ at, name: 'n' + at })))
export const load = () => JSON.parse(text)
`
}

/** What the store knows of this machine, or of all of them. */
async function floorsIn(cwd: string): Promise<readonly NoiseFloor[]> {
  await using store = await openStore(STORE, { cwd })
  return await store.noise.list()
}

async function keepFloor(cwd: string, floor: Partial<NoiseFloor>): Promise<void> {
  await using store = await openStore(STORE, { cwd })
  const known: NoiseFloor = {
    scenario: 'work',
    fingerprint: fingerprintOf(machineFacts()),
    method: 'duet',
    clock: 'cpu',
    measuredAt: '2026-11-01T10:00:00.000Z',
    commit: null,
    launches: 12,
    ratio: 1,
    interval: [0.99, 1.01],
    confidence: 0.95,
    floorPercent: 900,
    smallestDetectablePercent: 901,
    spreadPercent: 1,
    ...floor,
  }
  await store.noise.keep([known])
}

const worktreesIn = (cwd: string): readonly string[] =>
  readdirSync(join(cwd, '.plimsoll/worktrees'))

describe('noise', () => {
  const cwd = sharedTempDir()
  let noise: Noise

  beforeAll(async () => {
    await fillProject(cwd, FILES)
    const result = await plimsoll(cwd, ['noise', '--json', ...QUICK])
    expect(result.code, result.stderr).toBe(0)
    noise = readNoise(documentOf(result), 'stdout')
  })

  test('measures the working tree beside a copy, also where there is no repository', () => {
    expect(noise).toMatchObject({ status: 'complete', launches: 6, revision: null, unmeasured: [] })
    const found = noise.floors.map(({ scenario, method }) => [scenario, method])
    expect(found).toEqual([
      ['work', 'duet'],
      ['work', 'stored'],
      ['work apart', 'interleaved'],
      ['work apart', 'stored'],
    ])
    for (const floor of noise.floors) {
      expect(floor).toMatchObject({ launches: 6, fingerprint: noise.environment.fingerprint })
      expect(floor.floorPercent).toBeGreaterThan(0)
      expect(floor.smallestDetectablePercent).toBeGreaterThanOrEqual(floor.floorPercent)
    }
    expect(worktreesIn(cwd)).toEqual([])
  })

  test('keeps what it found, and no run', async () => {
    const kept = (await floorsIn(cwd)).map(({ scenario, method, floorPercent }) => {
      return `${scenario} ${method} ${floorPercent}`
    })
    const said = noise.floors.map(({ scenario, method, floorPercent }) => {
      return `${scenario} ${method} ${floorPercent}`
    })
    expect(kept).toEqual(said)
    expect(await runIds(cwd)).toEqual([])
  })

  test('is measured again of some scenarios, and the newest counts; doctor knows of it', async () => {
    await gitInit(cwd)
    await writeFiles(cwd, { 'src/load.ts': loadOf(300) })
    const before = await floorsIn(cwd)
    const result = await plimsoll(cwd, ['noise', 'apart', ...QUICK])
    expect(result.code, result.stderr).toBe(0)
    expect(result.stdout).toContain('in processes in turn')
    expect(result.stdout).not.toContain('in a duet')
    expect(result.stdout).toContain('main @')
    expect(result.stderr).toContain('process 1 of each of 1 scenario')
    const after = await floorsIn(cwd)
    const changed = after.filter(({ measuredAt }, at) => measuredAt !== before[at]?.measuredAt)
    expect(changed.map(({ scenario }) => scenario)).toEqual(['work apart', 'work apart'])
    const doctor = await plimsoll(cwd, ['doctor'])
    expect(doctor.stdout).toContain('noise: measured on this machine for 2 scenarios, last on ')
  })
})

describe('noise that can not be measured', () => {
  test.each(['5', '1001', 'many', '7.5'])('with --launches %s: 2', async (launches) => {
    const cwd = await freshProject(FILES)
    const error = await failureOf(cwd, ['noise', '--launches', launches])
    expect(error).toMatchObject({ code: 'NOISE_LAUNCHES', exitCode: 2 })
  })

  test('of a scenario that fails: 4, and the others are kept', async () => {
    const throwing = `
import { scenario } from 'plimsoll'

export const broken = scenario('broken', {
  run: () => {
    throw new Error('the bot is gone')
  },
})
export const fine = scenario('fine', { run: () => Math.sqrt(2) })
`
    const cwd = await freshProject({ 'perf/broken.perf.ts': throwing })
    const result = await plimsoll(cwd, ['noise', '--json', ...QUICK])
    expect(result.code).toBe(4)
    expect(readNoise(documentOf(result))).toMatchObject({
      status: 'failed',
      unmeasured: [{ scenario: 'broken', reason: expect.stringContaining('the bot is gone') }],
    })
    const kept = await floorsIn(cwd)
    expect(new Set(kept.map(({ scenario }) => scenario))).toEqual(new Set(['fine']))
  })

  test('interrupted: 130, nothing half-measured is kept, and the copy is gone', async () => {
    const cwd = await freshProject(FILES)
    await using running = startPlimsoll(cwd, ['noise', 'work', '--launches', '500'])
    await running.until(/process 2 of each/)
    running.killGroup('SIGINT')
    const result = await running.ended
    expect(result).toMatchObject({ code: 130, timedOut: false, stdout: '' })
    expect(result.stderr).toContain('INTERRUPTED')
    expect(await floorsIn(cwd)).toEqual([])
    expect(worktreesIn(cwd)).toEqual([])
  })
})

describe('a gate that knows its limits', () => {
  const [slowed = ''] = SAMPLE_SCENARIOS.map(({ name }) => name)
  const baseline = runAt(0, { launchSpread: 0.002 })
  const slower = runAt(1, { launchSpread: 0.002, slower: { [slowed]: 1.5 } })
  const { fingerprint } = slower.environment

  async function judgeStored(cwd: string): Promise<ScenarioComparison | undefined> {
    const result = await plimsoll(cwd, ['compare', '--json'])
    const { scenarios } = readComparison(documentOf(result), 'stdout')
    return scenarios.find(({ key }) => key === slowed)
  }

  test('against a stored run: what lies below its floor is not called, and why is said', async () => {
    const cwd = await projectWith([baseline, slower])
    await pointBaseline(cwd, 'main', baseline)
    await keepFloor(cwd, { scenario: slowed, fingerprint, method: 'duet', floorPercent: 80 })
    await keepFloor(cwd, {
      scenario: slowed,
      fingerprint: 'beef',
      method: 'stored',
      floorPercent: 80,
    })
    expect(await judgeStored(cwd)).toMatchObject({ verdict: 'regressed' })
    await keepFloor(cwd, { scenario: slowed, fingerprint, method: 'stored', floorPercent: 80 })
    const held = await judgeStored(cwd)
    expect(held).toMatchObject({ verdict: 'inconclusive', smallestDetectablePercent: 80 })
    expect(held?.reason).toContain('the noise floor of this scenario is 80 %')
  })

  test('a duet keeps to the floor of duets on this machine', async () => {
    const cwd = await freshProject(FILES)
    await gitInit(cwd)
    await writeFiles(cwd, { 'src/load.ts': loadOf(1600) })
    await keepFloor(cwd, { scenario: 'work' })
    const args = ['duet', 'HEAD', '--only', 'work.perf', '--json', '--duet-budget', '1ms']
    const result = await plimsoll(cwd, [...args, '--duet-time', '20', '--duet-warm-up', '20'])
    const { scenarios } = readComparison(documentOf(result), 'stdout')
    const work = scenarios.find(({ key }) => key === 'work')
    expect(work?.ratio).toBeGreaterThan(2)
    expect(work?.verdict).toBe('inconclusive')
    expect(work?.reason).toContain('the noise floor of this scenario is 900 %')
  })

  test('store copy takes the floors along', async () => {
    const cwd = await projectWith([baseline])
    await keepFloor(cwd, {})
    const result = await plimsoll(cwd, ['store', 'copy', 'sqlite:copy.db'])
    expect(result.stdout).toContain('1 run and 0 baselines, and 1 noise floor')
    await using copy = await openStore('copy.db', { cwd })
    expect(await copy.noise.list()).toEqual(await floorsIn(cwd))
  })
})
