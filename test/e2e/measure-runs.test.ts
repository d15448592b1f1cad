import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Run } from '../../src/model/run.ts'
import { freshProject } from '../support/folders.ts'
import { runCli } from '../support/process.ts'

const QUICK = ['--time=10ms', '--warm-up=10ms']

async function runIn(cwd: string, ...args: readonly string[]): Promise<Run> {
  const { code, stdout, stderr } = await runCli(['run', '--json', ...QUICK, ...args], { cwd })
  expect(stderr).not.toContain('failed')
  expect(code).toBe(0)
  return JSON.parse(stdout) as Run
}

/** Four scenarios that write down when they are launched. */
const ORDER = `import { appendFileSync } from 'node:fs'
import { scenario } from 'plimsoll'
const noted = (name) => scenario(name, {
  setup: ({ launch, random }) => appendFileSync('order', name + launch + ' ' + random.uint32() + '\\n'),
  run: () => 1,
})
export const a = noted('a')
export const b = noted('b')
export const c = noted('c')
export const d = noted('d')
`

describe('the order of scenarios', () => {
  async function orderOf(seed: number): Promise<readonly [order: string[], randoms: string[]]> {
    const cwd = await freshProject({ 'order.perf.ts': ORDER })
    const run = await runIn(cwd, '--launches=2', `--seed=${seed}`)
    expect(run.seed).toBe(seed)
    const lines = readFileSync(join(cwd, 'order'), 'utf8').trim().split('\n')
    const parts = lines.map((line) => line.split(' '))
    return [parts.map(([name = '']) => name), parts.map(([, random = '']) => random)]
  }

  test('is new in each round, and the same for the same seed', async () => {
    const [[order, randoms], again, [other, otherRandoms]] = await Promise.all([
      orderOf(7),
      orderOf(7),
      orderOf(8),
    ])
    // A round is over before the next begins.
    const rounds = [order.slice(0, 4), order.slice(4)]
    expect(rounds.map((round) => round.toSorted())).toEqual([
      ['a0', 'b0', 'c0', 'd0'],
      ['a1', 'b1', 'c1', 'd1'],
    ])
    expect(rounds[0]?.map((name) => name[0])).not.toEqual(rounds[1]?.map((name) => name[0]))
    expect(again).toEqual([order, randoms])
    expect(other).not.toEqual(order)
    // Every launch of every scenario has a stream of its own.
    expect(new Set([...randoms, ...otherRandoms]).size).toBe(16)
  })
})

describe('perf files', () => {
  test('use what TypeScript projects use, and give one result for each set of params', async () => {
    const cwd = await freshProject({
      'tsconfig.json': '{ "compilerOptions": { "paths": { "@codec/*": ["./src/codec/*"] } } }\n',
      'src/codec/base64.ts':
        "import { Kind } from './kind'\nexport const encode = (text: string): string => text + Kind.Text\n",
      'src/codec/kind.ts': "export enum Kind { Text = 'text' }\n",
      'perf/codec.perf.ts': `import { counter, gauge, scenario, sequence, trend } from 'plimsoll'
import { encode } from '@codec/base64'
export const codec = scenario('encode', {
  category: 'codec',
  params: [{ size: 1, kind: 'small' }, { size: 1000, kind: 'small' }],
  metrics: { calls: counter(), level: gauge(), out: trend({ unit: 'bytes', better: 'lower' }) },
  feed: sequence(),
  run: ({ params, input, stage, metrics }) => {
    metrics.calls()
    metrics.level(input)
    const out = stage('encode', () => encode('x'.repeat(params.size)))
    metrics.out(out.length)
    return out
  },
})
export const plain = scenario('same file name', { run: () => encode('x') })
export const same = scenario('same/file name', { run: async () => encode('x') })
`,
    })
    // Long enough that the profiler's first samples fall into it on a busy machine.
    const run = await runIn(cwd, '--launches=1', '--time=100ms', '--cpu-profile=profiles')
    expect(run.results.map(({ scenario }) => scenario.key)).toEqual([
      'encode [size=1 kind=small]',
      'encode [size=1000 kind=small]',
      'same file name',
      'same/file name',
    ])
    const [small, large, , asynchronous] = run.results
    expect(large).toMatchObject({
      scenario: {
        params: { size: 1000, kind: 'small' },
        file: 'perf/codec.perf.ts',
        category: 'codec',
      },
      profile: { kind: 'bench', mode: 'sync', loader: 'native', launches: 1, timeMs: 100 },
      stages: [{ name: 'encode', calls: large?.counts.completed }],
      metrics: {
        calls: { kind: 'counter', total: large?.counts.completed, p50: 1 },
        level: { kind: 'gauge', count: large?.counts.completed },
        out: { kind: 'trend', unit: 'bytes', better: 'lower' },
      },
      // A launch's own numbers are exact; those of all launches are a histogram's.
      launches: [{ metrics: { out: { min: 1004, max: 1004 } } }],
    })
    expect(small?.launches[0]?.metrics['out']?.p50).toBe(5)
    expect(asynchronous?.profile.mode).toBe('async')
    expect(run.environment.calibration.aluNs).toBeGreaterThan(0)

    const profiles = readdirSync(join(cwd, 'profiles')).toSorted()
    expect(profiles).toEqual([
      'encode-size=1-kind=small-.cpuprofile',
      'encode-size=1000-kind=small-.cpuprofile',
      'same-file-name-2.cpuprofile',
      'same-file-name.cpuprofile',
    ])
    for (const file of profiles) {
      const profile = JSON.parse(readFileSync(join(cwd, 'profiles', file), 'utf8')) as {
        readonly nodes: readonly { readonly callFrame: { readonly url: string } }[]
      }
      expect(profile.nodes.some(({ callFrame }) => callFrame.url.includes('loops.ts'))).toBe(true)
    }
  })
})
