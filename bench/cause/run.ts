/**
 * Whether "what made it slow" names what made it slow: services with a planted cause each, loaded at a steady rate while
 * the trouble comes and goes at times that a seed gives. Each cause once a seed, its two kinds of services in turn.
 *
 *     node bench/cause/run.ts [--seeds 10] [--first-seed 1] [--seconds 26] [--only blocked-loop,control] [--out DIR]
 *     node bench/cause/run.ts --judge DIR     judges what was recorded, and measures nothing
 *
 * To reach: the true cause first in 80 %, in the first two in 95 %, a cause named for the control in 5 %. Linux, with
 * PostgreSQL at hand; a machine that others use adds causes of its own, so that its load is printed.
 */
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { messageOf } from '../../src/kernel/errors.ts'
import { findCauses } from '../../src/judge/index.ts'
import { startPostgresServer } from '../../src/measure/target/index.ts'
import { findPostgres } from '../../src/measure/target/servers/postgres-programs.ts'
import { measurePlant, type PlantedRun, type Shared } from './measure.ts'
import { type Plant, PLANTED_CAUSES, PLANTS, plantName } from './plants.ts'
import { prefer } from './preferred.ts'
import { type Judged, placeOfTruth, scoreLines } from './scores.ts'

const { values: asked } = parseArgs({
  options: {
    seeds: { type: 'string', default: '10' },
    'first-seed': { type: 'string', default: '1' },
    seconds: { type: 'string', default: '26' },
    only: { type: 'string' },
    kind: { type: 'string' },
    out: { type: 'string' },
    judge: { type: 'string' },
  },
})

function judge({ plant, seed, loadAverage, result }: PlantedRun): Judged {
  const report = findCauses(result)
  const judged = { plant, report, isValid: result.status === 'ok' }
  const place = placeOfTruth(judged)
  const effect =
    report.effect === null
      ? 'steady'
      : `${report.effect.usualMs.toFixed(1)} → ${report.effect.slowMs.toFixed(1)} ms`
  const named = report.ranked
    .map(
      ({ mechanism, source, series, score, confidence }) =>
        `${mechanism} (${source ?? 'generator'} ${series} ${score.toFixed(2)} p ${(1 - confidence).toFixed(3)})`,
    )
    .join(', ')
  const mark =
    plant.cause === 'control'
      ? report.verdict === 'none'
        ? 'ok'
        : '!!'
      : place === 1
        ? 'ok'
        : `!${place}`
  console.log(
    `${mark} ${plantName(plant)} seed ${seed}, load ${loadAverage.toFixed(1)}${result.status === 'ok' ? '' : `, ${result.status}`}: ${effect}: ${named || report.summary}`,
  )
  return judged
}

/** Of a round, each cause once: kinds take turns. */
function plantsOf(seed: number): readonly Plant[] {
  const only = asked.only?.split(',') ?? PLANTED_CAUSES
  return PLANTED_CAUSES.filter((cause) => only.includes(cause)).flatMap((cause) => {
    const kinds = PLANTS.filter(
      (plant) =>
        plant.cause === cause &&
        (asked.kind === undefined || plant.heldOut === (asked.kind === 'held-out')),
    )
    return kinds[seed % kinds.length] ?? []
  })
}

/**
 * A run in which the generator was the limit says so itself, and is measured again: on a machine that others use, what
 * they take is a cause as well.
 */
async function measureValid(
  plant: Plant,
  seed: number,
  shared: Shared,
): ReturnType<typeof measurePlant> {
  for (let attempt = 1; ; attempt++) {
    const measured = await measurePlant(plant, seed, shared).catch((thrown: unknown) => {
      if (attempt === MOST_ATTEMPTS) throw thrown
      console.log(`-- ${plantName(plant)} seed ${seed}: ${messageOf(thrown)}`)
    })
    if (measured === undefined) continue
    if (measured.result.status === 'ok' || attempt === MOST_ATTEMPTS) return measured
    console.log(
      `-- ${plantName(plant)} seed ${seed}: ${measured.result.status}, load ${loadavg()[0]?.toFixed(1)}; again`,
    )
  }
}

const MOST_ATTEMPTS = 2

async function measureAll(shared: Shared, folder: string): Promise<readonly Judged[]> {
  const judged: Judged[] = []
  const first = Number(asked['first-seed'])
  for (let seed = first; seed < first + Number(asked.seeds); seed++) {
    for (const plant of plantsOf(seed)) {
      const measured = await measureValid(plant, seed, shared)
      const run: PlantedRun = { ...measured, loadAverage: loadavg()[0] ?? 0 }
      const file = `${plantName(plant).replace(' ', '-')}-${seed}.json`
      await writeFile(join(folder, file), JSON.stringify(run))
      judged.push(judge(run))
    }
  }
  return judged
}

async function judgeAll(folder: string): Promise<readonly Judged[]> {
  const judged: Judged[] = []
  for (const file of (await readdir(folder)).toSorted()) {
    if (!file.endsWith('.json')) continue
    judged.push(judge(JSON.parse(await readFile(join(folder, file), 'utf8')) as PlantedRun))
  }
  return judged
}

async function measureInto(folder: string): Promise<readonly Judged[]> {
  const cwd = await mkdtemp(join(tmpdir(), 'plimsoll-cause-'))
  try {
    await using postgres = await startPostgresServer({
      binaries: await findPostgres(process.cwd()),
    })
    execFileSync('taskset', ['-cp', '0', String(process.pid)], { stdio: 'ignore' })
    const shared = {
      database: postgres,
      serviceCore: 1,
      onProcesses: () => prefer(process.pid),
      durationMs: Number(asked.seconds) * 1000,
      folder: cwd,
    }
    return await measureAll(shared, folder)
  } finally {
    await rm(cwd, { recursive: true, force: true })
  }
}

let judged: readonly Judged[]
if (asked.judge === undefined) {
  const folder = asked.out ?? (await mkdtemp(join(tmpdir(), 'plimsoll-causes-')))
  await mkdir(folder, { recursive: true })
  console.log(`records: ${folder}`)
  judged = await measureInto(folder)
} else judged = await judgeAll(asked.judge)

function print(title: string, some: readonly Judged[]): void {
  if (some.length > 0) console.log(`\n${title}\n${scoreLines(some).join('\n')}`)
}

const valid = judged.filter(({ isValid }) => isValid)
print(
  'looked at while the rules were made',
  valid.filter(({ plant }) => !plant.heldOut),
)
print(
  'kept apart',
  valid.filter(({ plant }) => plant.heldOut),
)
print('both', valid)
print(
  'runs that said themselves that the generator was the limit',
  judged.filter(({ isValid }) => !isValid),
)
