/**
 * A store of 10,000 runs of 10 scenarios: what committing, listing and one scenario's history cost, and how large it
 * is. Half a minute and 1 GB in the temporary folder. Run: node bench/store.ts [runs]
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Store } from '../src/model/ports.ts'
import type { Run } from '../src/model/run.ts'
import { openStore } from '../src/record/index.ts'
import { SAMPLE_SCENARIOS, sampleRun } from '../test/support/runs.ts'

const TARGET_MS = 50
const RUNS = Number(process.argv[2] ?? 10_000)
const BATCH = 250
const TEMPLATES = 40
const REPEATS = 15
const FINGERPRINT = 'f00d'

const scenarios = Array.from({ length: 10 }, (_, index) => ({
  ...(SAMPLE_SCENARIOS[index % SAMPLE_SCENARIOS.length] ?? SAMPLE_SCENARIOS[0]),
  name: `scenario ${index}`,
})) as typeof SAMPLE_SCENARIOS

const templates = Array.from({ length: TEMPLATES }, (_, seed) =>
  sampleRun({ seed, scenarios, samples: 100, fingerprint: FINGERPRINT }),
)

function runOf(number: number): Run {
  const startedAt = new Date(Date.UTC(2024, 0, 1) + number * 3_600_000).toISOString()
  const id = `01J${number.toString().padStart(23, '0')}`
  return { ...(templates[number % TEMPLATES] as Run), id, startedAt, finishedAt: startedAt }
}

async function fill(store: Store): Promise<number> {
  const started = performance.now()
  for (let first = 0; first < RUNS; first += BATCH) {
    const count = Math.min(BATCH, RUNS - first)
    await store.commitAll(Array.from({ length: count }, (_, index) => runOf(first + index)))
  }
  return performance.now() - started
}

async function time(name: string, work: (repeat: number) => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const started = performance.now()
    await work(repeat)
    times.push(performance.now() - started)
  }
  const ordered = times.toSorted((a, b) => a - b)
  const [first = 0, median = 0, worst = 0] = [times[0], ordered[REPEATS >> 1], ordered.at(-1)]
  const cells = [first, median, worst].map((ms) => ms.toFixed(1).padStart(9))
  console.log(`${name.padEnd(44)}${cells.join('')}`)
  return worst
}

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'))
try {
  const path = join(folder, 'history.db')
  const filling = await openStore(path, { cwd: folder })
  const filled = await fill(filling)
  await filling.close()
  const megabytes = statSync(path).size / 2 ** 20
  console.log(`${RUNS} runs in ${(filled / 1000).toFixed(1)} s, ${megabytes.toFixed(0)} MiB`)
  console.log(`${''.padEnd(44)}    first   median    worst  (ms)`)

  await time('open', async () => (await openStore(path, { cwd: folder })).close())
  await using store = await openStore(path, { cwd: folder })
  const key = { stage: null, metric: 'latency', fingerprint: FINGERPRINT }
  const worst = await time('history of one scenario', (repeat) =>
    store.series({ ...key, scenario: `scenario ${(repeat % 3) * 3}` }),
  )
  await time('history of one stage, newest 500', () =>
    store.series({ ...key, scenario: 'scenario 0', stage: 'send', limit: 500 }),
  )
  await time('series there are', () => store.seriesKeys())
  await time('newest 20 of a branch', () => store.list({ branch: 'main', limit: 20 }))
  await time('all headers', () => store.list())
  await time('one run by the beginning of its id', (repeat) => store.load(runOf(repeat * 7).id))
  await time('commit one run', (repeat) => store.commit(runOf(RUNS + repeat)))
  const verdict = worst <= TARGET_MS ? 'met' : 'MISSED'
  console.log(`\nhistory of one scenario ≤ ${TARGET_MS} ms: ${verdict}`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
