import { rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Comparison } from '../../src/model/comparison.ts'
import { openStore } from '../../src/record/index.ts'
import { freshProject, sharedTempDir, tempDir, writeFiles } from '../support/folders.ts'
import { goes, isThere, pidIn } from '../support/pids.ts'
import { type ProcessResult, runProcess } from '../support/process.ts'
import { commitAll, failureOf, git, plimsoll, runIds, startPlimsoll, STORE } from './cli-project.ts'
import {
  BRIEFLY,
  DIGEST,
  FEW,
  MANY,
  comparisonOf,
  fillDuetProject,
  leftIn,
  perfFile,
  sizes,
  scenarioOf,
  verdictsOf,
} from './duet-project.ts'

/** Runs a duet to its end. */
const duet = (cwd: string, ...args: readonly string[]): Promise<ProcessResult> =>
  plimsoll(cwd, ['duet', ...args, ...BRIEFLY])

describe('the working tree beside a revision', () => {
  const cwd = sharedTempDir()
  let result: ProcessResult
  let said: Comparison
  let first: string
  beforeAll(async () => {
    await fillDuetProject(cwd, {
      'src/sizes.ts': sizes({ slower: FEW, faster: MANY }),
      'perf/work.perf.ts': perfFile('slower', 'faster', 'same', 'old name'),
    })
    first = await git(cwd, 'rev-parse', 'HEAD')
    // Nothing of it is committed.
    await writeFiles(cwd, {
      'src/sizes.ts': sizes({ slower: MANY, faster: FEW }),
      'perf/work.perf.ts': perfFile('slower', 'faster', 'same', 'new name'),
    })
    result = await duet(cwd, 'main', '--json', '--note', 'for the record', '--seed', '7')
    said = comparisonOf(result)
  })

  test('finds what became slower, and names the stage; what became faster too', () => {
    expect(verdictsOf(said)).toMatchObject({ slower: 'regressed', faster: 'improved' })
    const { ratio, stages, reason, suggested } = scenarioOf(said, 'slower')
    expect(ratio).toBeGreaterThan(3)
    expect(stages.find(({ name }) => name === 'work')).toMatchObject({ verdict: 'regressed' })
    expect(reason).toContain("in stage 'work'")
    expect(suggested).toBeUndefined()
    expect(said).toMatchObject({ method: 'duet', verdict: 'regressed', exitCode: 1 })
    expect(result.code).toBe(1)
  })

  test('calls no change of what is the same', () => {
    expect(verdictsOf(said)['same']).toMatch(/^(?:unchanged|inconclusive)$/)
  })

  test('shows what came and went under another name, and does not judge it', () => {
    expect(Object.keys(verdictsOf(said)).toSorted()).toEqual(
      ['slower', 'faster', 'same', 'new name', 'old name'].toSorted(),
    )
    expect(verdictsOf(said)).toMatchObject({ 'new name': 'added', 'old name': 'removed' })
  })

  test('says which revisions they were, and records a run of each side', async () => {
    expect(said.baseline).toMatchObject({ name: 'main', revision: { commit: first, dirty: false } })
    expect(said.current.revision).toMatchObject({ commit: first, branch: 'main', dirty: true })
    await using store = await openStore(STORE, { cwd })
    const runs = await Promise.all(
      [said.current.run, said.baseline.run].map((id) => store.load(id)),
    )
    const shown = runs.map((run) => [run?.kind, run?.labels['side'], run?.note, run?.seed])
    expect(shown).toEqual([
      ['duet', 'current', 'for the record', 7],
      ['duet', 'baseline', 'for the record', 7],
    ])
    expect(await runIds(cwd)).toHaveLength(2)
  })

  test('leaves nothing but its records, and nothing to commit', async () => {
    expect(await leftIn(cwd)).toEqual([])
    expect(await git(cwd, 'status', '--porcelain')).toBe('M perf/work.perf.ts\n M src/sizes.ts')
  })
})

describe('two revisions', () => {
  const cwd = sharedTempDir()
  beforeAll(async () => {
    await fillDuetProject(cwd, {
      'src/sizes.ts': sizes({ slower: FEW }),
      'perf/work.perf.ts': perfFile('slower', 'other'),
    })
    await writeFiles(cwd, { 'src/sizes.ts': sizes({ slower: MANY }) })
    await commitAll(cwd, 'slower')
    await git(cwd, 'switch', '--quiet', '--detach')
    await writeFiles(cwd, { 'perf/work.perf.ts': 'not what is measured' })
  })

  test('on a detached head, whatever the working tree holds; in words, of what was chosen', async () => {
    const { code, stdout, stderr } = await duet(cwd, 'HEAD~1', 'HEAD', '--only', 'slower')
    expect(stderr).toContain('checking out HEAD~1 (')
    expect(stdout).toMatch(/✗ regressed\n {2}slower /)
    expect(stdout).toMatch(/ {4}✗ work /)
    expect(stdout).toContain('both revisions in one process')
    expect(stdout).not.toContain('other  ')
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
    expect(code).toBe(1)
  })

  test('by any clock; what can’t be told passes, and with --strict is exit 3', async () => {
    // Three processes can't show that nothing changed within a millionth.
    const options = ['--unchanged-within', '0.0001', '--tolerance', '100000', '--only', 'slower']
    const clock = ['--duet-time', '5ms', '--duet-budget', '1ms', '--clock', 'wall']
    const result = await plimsoll(cwd, [
      'duet',
      'HEAD~1',
      'HEAD',
      ...options,
      ...clock,
      '--strict',
      '--json',
    ])
    const said = comparisonOf(result)
    expect(scenarioOf(said, 'slower')).toMatchObject({ verdict: 'inconclusive', clock: 'wall' })
    expect(said.rule).toMatchObject({ tolerancePercent: 100_000 })
    expect([said.exitCode, result.code]).toEqual([3, 3])
  })
})

describe('what can’t be judged in one process', () => {
  const cwd = sharedTempDir()
  beforeAll(async () => {
    await fillDuetProject(cwd, {
      'src/sizes.ts': sizes({ alone: FEW, throws: 0 }),
      'perf/throws.perf.ts': `import { scenario } from 'plimsoll'
        import { sizes } from '../src/sizes.ts'
        export const throws = scenario('throws', {
          run: () => { if (sizes['throws'] === 1) throw new Error('no decoder') },
        })`,
      'perf/helped.perf.ts': `import { spawn } from 'node:child_process'
        import { once } from 'node:events'
        import { scenario } from 'plimsoll'
        export const helped = scenario('helped', {
          setup: () => once(spawn('true'), 'exit'),
          run: () => {},
        })`,
      'perf/alone.perf.ts': perfFile('alone').replace(
        'scenario("alone", {',
        'scenario("alone", { exclusive: true,',
      ),
    })
    await git(cwd, 'branch', 'before')
    await writeFiles(cwd, { 'src/sizes.ts': sizes({ alone: MANY, throws: 1 }) })
    await commitAll(cwd, 'slower, and broken')
  })

  test('a scenario that throws in one side only is exit 4, and the side is named; one that is to be alone gets fresh processes in turn, and that is said', async () => {
    const result = await duet(cwd, 'before', '--json')
    const said = comparisonOf(result)
    const throws = scenarioOf(said, 'throws')
    expect(throws).toMatchObject({ verdict: 'not-comparable', ratio: null })
    expect(throws.reason).toMatch(/^failed in the current side: .*no decoder/)
    const alone = scenarioOf(said, 'alone')
    expect(alone).toMatchObject({
      verdict: 'regressed',
      method: 'interleaved',
      launches: { current: 8, baseline: 8 },
    })
    expect(said.notes.join('\n')).toContain(
      "'helped' also runs child processes: whether that is each side's own code was not checked.",
    )
    expect(alone.reason).toContain('interleaved fresh processes, since it declares exclusive: true')
    expect([said.exitCode, result.code]).toEqual([4, 4])
    expect(await leftIn(cwd)).toEqual([])
  })

  test('so it is the other way round', async () => {
    const result = await duet(cwd, 'main', 'before', '--only', 'throws', '--json')
    const { reason } = scenarioOf(comparisonOf(result), 'throws')
    expect(reason).toMatch(/^failed in the baseline side: /)
    expect(result.code).toBe(4)
  })
})

describe('a project in a monorepo', () => {
  const top = sharedTempDir()
  const cwd = join(top, 'packages/api')
  beforeAll(async () => {
    const perf = (name: string, from: string): string => `import { scenario } from 'plimsoll'
      import { value } from '${from}'
      import { digest } from '../src/digest.ts'
      export const one = scenario('${name}', { run: () => digest(value) })`
    await fillDuetProject(top, {
      'node_modules/plugin/package.json': '{ "name": "plugin", "version": "1.0.0" }',
      'node_modules/plugin/index.js': 'exports.value = require("@own/core").value',
      'node_modules/@own/readme.txt': '',
      'package.json': '{ "name": "top", "private": true, "workspaces": ["packages/*"] }',
      'packages/core/package.json':
        '{ "name": "@own/core", "type": "module", "exports": "./index.ts" }',
      'packages/core/index.ts': `export const value: number = ${FEW}\n`,
      'packages/api/package.json': '{ "name": "api", "type": "module" }',
      'packages/api/src/digest.ts': DIGEST,
      'packages/api/perf/own.perf.ts': perf('of the workspace', '@own/core'),
      'packages/api/perf/plugin.perf.ts': perf('behind a plugin', 'plugin'),
    })
    await symlink('../../packages/core', join(top, 'node_modules/@own/core'))
    await writeFiles(top, { 'packages/core/index.ts': `export const value: number = ${MANY}\n` })
  })

  test('has each side load its own packages; a changed file that both load is never a silent A/A', async () => {
    const result = await duet(cwd, 'main', '--json')
    const said = comparisonOf(result)
    expect(verdictsOf(said)).toEqual({
      'of the workspace': 'regressed',
      'behind a plugin': 'not-comparable',
    })
    expect(scenarioOf(said, 'behind a plugin').reason).toBe(
      'both sides loaded packages/core/index.ts, which changed',
    )
    expect(result.code).toBe(1)
    expect(await leftIn(top)).toEqual([])
  })
})

describe('interrupted', () => {
  const cwd = sharedTempDir()
  const pids = sharedTempDir()
  beforeAll(() =>
    fillDuetProject(cwd, {
      'src/sizes.ts': sizes({}),
      'perf/quick.perf.ts': perfFile('quick'),
      'perf/hangs.perf.ts': `import { writeFileSync } from 'node:fs'
        import { scenario } from 'plimsoll'
        export const hangs = scenario('hangs', {
          setup: () => writeFileSync(process.env['PID_FILE']!, String(process.pid)),
          run: () => new Promise((resolve) => setTimeout(resolve, 60_000)),
        })`,
    }),
  )

  /** A duet that hangs, and the process that it measures in. */
  async function hanging(name: string): Promise<{
    readonly running: ReturnType<typeof startPlimsoll>
    readonly pid: number
  }> {
    const file = join(pids, name)
    const running = startPlimsoll(cwd, ['duet', 'main', '--only', 'hangs', '--json'], {
      PID_FILE: file,
    })
    const pid = await Promise.race([pidIn(file), running.ended.then(({ stderr }) => stderr)])
    if (typeof pid === 'string') throw new Error(pid)
    return { running, pid }
  }

  test('by Ctrl-C: 130; no process, no worktree is left, and nothing is recorded', async () => {
    const { running, pid } = await hanging('interrupted')
    await using _ = running
    expect(await leftIn(cwd)).toHaveLength(2)
    running.killGroup('SIGINT')
    const result = await running.ended
    expect(result).toMatchObject({ code: 130, timedOut: false })
    expect(JSON.parse(result.stdout)).toMatchObject({
      error: { code: 'INTERRUPTED', exitCode: 130 },
    })
    expect(await goes(pid)).toBe(true)
    expect(await leftIn(cwd)).toEqual([])
    expect(await runIds(cwd)).toEqual([])
  })

  test('while it checks out: 130 as well', async () => {
    const running = startPlimsoll(cwd, ['duet', 'main', '--prepare', 'sleep 60', '--json'])
    await using _ = running
    await running.until(/checking out main/)
    running.kill('SIGINT')
    expect(await running.ended).toMatchObject({ code: 130, timedOut: false })
    expect(await leftIn(cwd)).toEqual([])
  })

  test('by kill -9: what it leaves is swept by the next duet, and what another one uses stays', async () => {
    const killed = await hanging('killed')
    await using living = (await hanging('living')).running
    killed.running.killGroup('SIGKILL')
    await killed.running.ended
    const before = await leftIn(cwd)
    const of = (pid: number): readonly string[] => before.filter((path) => path.includes(`${pid}-`))
    expect([of(killed.running.pid).length, of(living.pid).length]).toEqual([2, 2])
    // Perf files of the worktree that is left would be found twice, and refused.
    const result = await duet(cwd, 'main', '--only', 'quick', '--json')
    expect(result.code, result.stderr).toBe(0)
    expect((await leftIn(cwd)).toSorted()).toEqual(of(living.pid).toSorted())
    living.killGroup('SIGINT')
    expect(await living.ended).toMatchObject({ code: 130 })
    expect(await leftIn(cwd)).toEqual([])
    expect(isThere(killed.pid)).toBe(false)
  })
})

describe('two versions of a package', () => {
  const packed = sharedTempDir()
  const version = (of: string): string => `tiny@file:${join(packed, `tiny-${of}.tgz`)}`
  beforeAll(async () => {
    for (const [of, value] of [
      ['1.0.0', FEW],
      ['2.0.0', MANY],
    ] as const) {
      const folder = join(packed, of)
      await writeFiles(folder, {
        'package.json': JSON.stringify({ name: 'tiny', version: of }),
        'index.js': `exports.value = ${value}`,
      })
      const { code, stderr } = await runProcess('npm', ['pack', folder], { cwd: packed })
      if (code !== 0) throw new Error(stderr)
    }
  })

  test('are put beside each other without a repository; what does not import it is not judged', async () => {
    const cwd = await freshProject({
      'src/digest.ts': DIGEST,
      'perf/uses.perf.ts': `import { scenario } from 'plimsoll'
        import { value } from 'tiny'
        import { digest } from '../src/digest.ts'
        export const uses = scenario('uses it', { run: () => digest(value) })`,
      'perf/not.perf.ts': `import { scenario } from 'plimsoll'
        import { digest } from '../src/digest.ts'
        export const not = scenario('does not', { run: () => digest(${FEW}) })`,
      'node_modules/tiny/package.json': '{ "name": "tiny", "version": "0.0.1" }',
      'node_modules/tiny/index.js': 'exports.value = 1',
    })
    const result = await duet(cwd, '--package', version('1.0.0'), version('2.0.0'), '--json')
    const said = comparisonOf(result)
    expect(verdictsOf(said)).toEqual({ 'uses it': 'regressed', 'does not': 'not-comparable' })
    expect(scenarioOf(said, 'does not').reason).toContain('neither side loaded tiny')
    expect(said.baseline.name).toBe('tiny@1.0.0')
    expect(result.code).toBe(1)
  })

  test.each([
    [['--package', 'tiny@1.0.0'], 'BAD_PACKAGES'],
    [['--package', 'tiny@1.0.0', 'other@2.0.0'], 'BAD_PACKAGES'],
    [['--package', 'tiny', 'tiny@2.0.0'], 'BAD_PACKAGES'],
    [['main', '--package', 'tiny@1.0.0', '--package', 'tiny@2.0.0'], 'BAD_PACKAGES'],
  ])('refused in one line: %j', async (args, code) => {
    expect(await failureOf(packed, ['duet', ...args])).toMatchObject({ code, exitCode: 2 })
  })
})

describe('refused in one clear line, with a remedy, before anything is measured', () => {
  const cwd = sharedTempDir()
  beforeAll(async () => {
    await fillDuetProject(cwd, {
      'src/sizes.ts': sizes({}),
      'perf/work.perf.ts': perfFile('work'),
    })
    const branch = async (name: string, change: () => Promise<unknown>): Promise<void> => {
      await git(cwd, 'switch', '--quiet', '--create', name, 'main')
      await change()
      await commitAll(cwd, name)
    }
    await branch('throws', () =>
      writeFiles(cwd, { 'src/sizes.ts': `throw new Error('no licence')` }),
    )
    await branch('bare', () => rm(join(cwd, 'perf'), { recursive: true }))
    await branch('uninstallable', () =>
      writeFiles(cwd, {
        'package.json': '{ "type": "module", "dependencies": { "tiny": "file:./no-such.tgz" } }',
      }),
    )
    await git(cwd, 'switch', '--quiet', 'main')
  })

  test.each([
    ['no revision', [], 'NO_REVISION', 'plimsoll duet main'],
    ['a revision that there is not', ['nowhere'], 'REVISION_NOT_FOUND', 'git fetch'],
    ['perf files that throw in one revision', ['throws'], 'PERF_FILES_BROKEN', 'mend'],
    ['the same of the second revision', ['main', 'throws'], 'PERF_FILES_BROKEN', 'mend'],
    ['a revision without perf files', ['bare'], 'NO_PERF_FILES', 'revision'],
    ['a revision that does not install', ['uninstallable'], 'INSTALL_FAILED', 'npm install'],
    [
      'a prepare command that fails',
      ['main', '--prepare', 'exit 7'],
      'PREPARE_FAILED',
      'duet.prepare',
    ],
    [
      'a filter that nothing matches',
      ['main', '--only', 'nothing'],
      'NO_SCENARIO_MATCHES',
      'filter',
    ],
  ])('%s', async (_, args, code, remedy) => {
    const error = await failureOf(cwd, ['duet', ...args])
    expect(error).toMatchObject({ code, exitCode: 2 })
    expect(error.hint).toContain(remedy)
    expect(error.message).not.toContain('\n')
    const named = args.find((arg) => /^(?:throws|bare|uninstallable|nowhere)$/.test(arg))
    if (named !== undefined) expect(error.message).toContain(named)
    expect(await leftIn(cwd)).toEqual([])
    expect(await runIds(cwd)).toEqual([])
  })

  test('outside a repository', async () => {
    const outside = await freshProject({ 'perf/work.perf.ts': 'export default 1' })
    const error = await failureOf(outside, ['duet', 'main'])
    expect(error).toMatchObject({ code: 'NOT_A_REPOSITORY', exitCode: 2 })
  })

  test('what a shallow clone lacks, with what to fetch', async () => {
    const clone = await tempDir()
    await git(clone, 'clone', '--quiet', '--depth=1', pathToFileURL(cwd).href, '.')
    const error = await failureOf(clone, ['duet', 'HEAD~1'])
    expect(error).toMatchObject({ code: 'REVISION_NOT_FETCHED', exitCode: 2 })
    expect(error.hint).toContain('fetch-depth: 0')
  })
})
