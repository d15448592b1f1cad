import { existsSync } from 'node:fs'
import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fillProject, freshProject, tempDir } from '../support/folders.ts'
import {
  commitAll,
  commitRuns,
  documentOf,
  failureOf,
  git,
  gitInit,
  plimsoll,
  pointBaseline,
  projectWith,
  runAt,
  withFailure,
} from './cli-project.ts'

const RUN = runAt(0)
const NEXT = runAt(1)
const FILE = join('.performance-baselines', 'baseline.json')

describe('the life of a baseline', () => {
  test('set, accept, show, list, rollback, remove', async () => {
    const cwd = await projectWith([RUN, NEXT])
    const say = async (...args: readonly string[]): Promise<string> => {
      const { code, stdout, stderr } = await plimsoll(cwd, ['baseline', ...args])
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      return stdout
    }
    expect(await say('set', RUN.id.slice(0, 12))).toMatch(/^Baseline 'main' is run /)
    expect(await say('accept', '--reason', 'checks every frame now')).toBe(
      `Baseline 'main' is run ${NEXT.id} (version 2).\n`,
    )
    const [list, shown] = await Promise.all([
      say('list'),
      plimsoll(cwd, ['baseline', 'show', '--json']),
    ])
    expect(list).toMatch(new RegExp(`^main +2 +${NEXT.id} .*\\n  checks every frame now$`, 'm'))
    expect(documentOf(shown)).toMatchObject({
      name: 'main',
      run: NEXT.id,
      reason: 'checks every frame now',
      version: 2,
      past: [{ run: NEXT.id }, { run: RUN.id, reason: '' }],
    })
    expect(await say('rollback')).toBe(`Baseline 'main' is run ${RUN.id} (version 1).\n`)
    const error = await failureOf(cwd, ['baseline', 'rollback'])
    expect(error).toMatchObject({ code: 'BASELINE_HAS_NO_PAST', exitCode: 2 })
    expect(await say('remove')).toBe("Baseline 'main' removed.\n")
    expect(await say('list')).toBe('No baselines.\n')
  })

  test('--json is one document each', async () => {
    const cwd = await projectWith([RUN, NEXT])
    const json = async (...args: readonly string[]): Promise<unknown> =>
      documentOf(await plimsoll(cwd, ['baseline', ...args, '--baseline', 'v2', '--json']))
    expect(await json('set', RUN.id)).toMatchObject({ name: 'v2', run: RUN.id, version: 1 })
    expect(await json('accept', '--reason', 'why')).toMatchObject({ run: NEXT.id, reason: 'why' })
    const list = await plimsoll(cwd, ['baseline', 'list', '--json'])
    expect(documentOf(list)).toMatchObject([{ name: 'v2', run: NEXT.id }])
    expect(await json('rollback')).toMatchObject({ name: 'v2', run: RUN.id })
    expect(await json('remove')).toEqual({ removed: 'v2' })
  })

  test('what has no samples to judge by can’t become one', async () => {
    const runs = [
      withFailure(runAt(0)),
      runAt(1, { status: 'aborted' }),
      runAt(2, { status: 'invalid' }),
    ]
    const cwd = await projectWith(runs)
    const errors = await Promise.all(
      runs.map((run) => failureOf(cwd, ['baseline', 'set', run.id, '--portable'])),
    )
    for (const error of errors)
      expect(error).toMatchObject({ code: 'RUN_NOT_BASELINE', exitCode: 2 })
    expect(existsSync(join(cwd, FILE))).toBe(false)
  })

  test('accepting takes a reason', async () => {
    const cwd = await projectWith([RUN])
    const errors = await Promise.all([
      failureOf(cwd, ['baseline', 'accept']),
      failureOf(cwd, ['baseline', 'accept', '--reason', '  ']),
    ])
    for (const error of errors) expect(error).toMatchObject({ code: 'REASON_MISSING', exitCode: 2 })
  })

  test('what is not there, or can’t be a name: exit 2', async () => {
    const cwd = await projectWith([RUN])
    const errors = await Promise.all([
      failureOf(cwd, ['baseline', 'set', '01ZZZZ']),
      failureOf(cwd, ['baseline', 'show', '--baseline', 'nowhere']),
      failureOf(cwd, ['baseline', 'remove', '--baseline', 'nowhere']),
      failureOf(cwd, ['baseline', 'set', '--baseline', ' ']),
      failureOf(cwd, ['baseline', 'set', '--baseline', 'v\u00071']),
    ])
    expect(errors.map(({ code, exitCode }) => `${code} ${exitCode}`)).toEqual([
      'RUN_NOT_FOUND 2',
      'BASELINE_NOT_FOUND 2',
      'BASELINE_NOT_FOUND 2',
      'BAD_SETTINGS 2',
      'BASELINE_NAME_INVALID 2',
    ])
    const empty = await failureOf(await freshProject(), ['baseline', 'set'])
    expect(empty).toMatchObject({ code: 'NO_RUNS', exitCode: 2 })
  })
})

/** A repository whose branch `feature` came from `main`, with runs of both; the baseline is main's. */
async function repository(): Promise<string> {
  const cwd = await freshProject({ '.gitignore': 'node_modules\n.plimsoll\n' })
  await gitInit(cwd)
  await git(cwd, 'switch', '--quiet', '--create', 'feature')
  await commitAll(cwd, 'second')
  await commitRuns(cwd, [RUN, runAt(1, { branch: 'feature' }), runAt(2, { branch: null })])
  await pointBaseline(cwd, 'main', RUN)
  return cwd
}

/** The baseline that `compare` uses, and how it says so. */
async function chosen(
  cwd: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly name: string; readonly why: string }> {
  const result = await plimsoll(cwd, ['compare', ...args, '--json'], { env })
  const { baseline } = documentOf(result) as { readonly baseline: { readonly name: string } }
  return { name: baseline.name, why: result.stderr.trim() }
}

describe('which baseline is used', () => {
  const ofFeature = runAt(1, { branch: 'feature' })
  const detached = runAt(2, { branch: null })

  test('that of the branch it came from, until the branch has its own', async () => {
    const cwd = await repository()
    const before = await chosen(cwd, [ofFeature.id])
    expect(before.name).toBe('main')
    expect(before.why).toMatch(
      /'main', of the branch that this one came from; there is no 'feature'/,
    )
    await pointBaseline(cwd, 'feature', RUN)
    const after = await chosen(cwd, [ofFeature.id])
    expect(after).toEqual({ name: 'feature', why: "baseline 'feature', of this branch" })
  })

  test('on a detached head that of the default branch', async () => {
    const cwd = await repository()
    await git(cwd, 'switch', '--quiet', '--detach')
    expect((await chosen(cwd, [detached.id])).name).toBe('main')
  })

  test('that of the branch a pull request is to be merged into', async () => {
    const cwd = await repository()
    await pointBaseline(cwd, 'release/2', RUN)
    await git(cwd, 'switch', '--quiet', '--detach')
    const { name, why } = await chosen(cwd, [detached.id], { GITHUB_BASE_REF: 'release/2' })
    expect(name).toBe('release/2')
    expect(why).toContain('of the branch that this is to be merged into')
  })

  test('the one that flag, environment or configuration name', async () => {
    const cwd = await repository()
    await pointBaseline(cwd, 'v1', RUN)
    await pointBaseline(cwd, 'v2', RUN)
    await writeFile(join(cwd, 'plimsoll.config.ts'), "export default { baseline: 'v1' }")
    const [byConfig, byVariable, byFlag] = await Promise.all([
      chosen(cwd, [ofFeature.id]),
      chosen(cwd, [ofFeature.id], { PLIMSOLL_BASELINE: 'v2' }),
      chosen(cwd, [ofFeature.id, '--baseline', 'main'], { PLIMSOLL_BASELINE: 'v2' }),
    ])
    expect([byConfig.name, byVariable.name, byFlag.name]).toEqual(['v1', 'v2', 'main'])
    const missing = await failureOf(cwd, ['compare', '--baseline', 'v3'])
    expect(missing).toMatchObject({ code: 'BASELINE_NOT_FOUND', exitCode: 2 })
  })

  test('baseline set names it after the branch that was measured, and guesses nothing on a detached head', async () => {
    const cwd = await repository()
    const set = await plimsoll(cwd, ['baseline', 'set', ofFeature.id, '--json'])
    expect(documentOf(set)).toMatchObject({ name: 'feature', run: ofFeature.id })
    const error = await failureOf(cwd, ['baseline', 'set', detached.id])
    expect(error).toMatchObject({ code: 'BASELINE_UNNAMED', exitCode: 2 })
    expect(error.hint).toContain('--baseline main')
    const named = await plimsoll(cwd, ['baseline', 'set', detached.id, '--baseline', 'main'])
    expect(named.code).toBe(0)
  })
})

describe('the portable file', () => {
  test('is what a fresh clone judges by, without a store of its own', async () => {
    const origin = await repository()
    await git(origin, 'switch', '--quiet', 'main')
    const said = await plimsoll(origin, ['baseline', 'set', RUN.id, '--portable'])
    expect(said).toMatchObject({
      code: 0,
      stdout: `Baseline 'main' is run ${RUN.id} (version 2).\n\nWritten:\n  ${FILE}\n`,
    })
    await commitAll(origin, 'baseline')
    const clone = join(await tempDir(), 'clone')
    await git(origin, 'clone', '--quiet', origin, clone)
    expect(existsSync(join(clone, '.plimsoll'))).toBe(false)
    await commitRuns(clone, [NEXT])
    const [usual, named, other] = await Promise.all([
      chosen(clone),
      chosen(clone, ['--baseline', 'main']),
      failureOf(clone, ['compare', '--baseline', 'v9']),
    ])
    expect(usual).toEqual({ name: 'main', why: `baseline 'main' from ${FILE}` })
    expect(named.name).toBe('main')
    expect(other.code).toBe('BASELINE_NOT_FOUND')
  })

  test('is refused when it is broken, and stays as it is', async () => {
    const cwd = await projectWith([RUN, NEXT])
    await plimsoll(cwd, ['baseline', 'set', RUN.id, '--portable'])
    const other = await tempDir()
    await fillProject(other, {})
    await cp(join(cwd, '.performance-baselines'), join(other, '.performance-baselines'), {
      recursive: true,
    })
    await commitRuns(other, [NEXT])
    const broken = (await readFile(join(other, FILE), 'utf8')).slice(0, -40)
    await writeFile(join(other, FILE), broken)
    const error = await failureOf(other, ['compare'])
    expect(error).toMatchObject({ code: 'DOCUMENT_NOT_JSON', exitCode: 2 })
    expect(error.message).toContain('baseline.json')
    expect(await readFile(join(other, FILE), 'utf8')).toBe(broken)
  })
})
