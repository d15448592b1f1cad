import { execFileSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { measureLaunch } from '../../src/measure/bench/engine/engine.ts'
import { measureVitestFiles } from '../../src/measure/index.ts'
import { packHistogram } from '../../src/record/histogram-text.ts'

/** Measures in one way, and prints the median in ns. */

const root = resolve(import.meta.dirname, '../..')
const file = join(import.meta.dirname, 'increment.perf.test.ts')
const times = { seed: 1, timeMs: 500, warmUpMs: 1000 }

const ways: Readonly<Record<string, () => Promise<number | undefined>>> = {
  here: async () => {
    const { callImported } = await import('./increment.perf.ts')
    const options = { ...times, paramsIndex: 0, launch: 0, batchSize: undefined, onStep: () => {} }
    const { launch } = await measureLaunch(callImported, options)
    return launch.metrics['latency']?.p50
  },
  'front-end': async () => {
    const plan = {
      ...times,
      files: [file],
      launches: 1,
      timeoutMs: 60_000,
      cwd: root,
      budgets: {},
      takenNames: new Map<string, string>(),
    }
    const { signal } = new AbortController()
    const { results } = await measureVitestFiles(plan, { signal, packHistogram, onEvent: () => {} })
    return results[0]?.metrics['latency']?.p50
  },
  vitest: () => {
    const bin = join(root, 'node_modules/vitest/vitest.mjs')
    const config = join(import.meta.dirname, 'vitest.config.ts')
    const args = [bin, 'run', '--config', config]
    const output = execFileSync(process.execPath, args, {
      cwd: root,
      encoding: 'utf8',
      timeout: 60_000,
    })
    return Promise.resolve(Number(/p50=(\S+)/.exec(output)?.[1]))
  },
}

const value = await ways[process.argv[2] ?? 'here']?.()
process.stdout.write(String(value))
