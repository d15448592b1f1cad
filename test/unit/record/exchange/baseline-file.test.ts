import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ms, ns } from '../../../../src/kernel/units.ts'
import { BaselineManager, exportRun, readBaselineFile } from '../../../../src/record/index.ts'
import { tempDir } from '../../../support/folders.ts'
import { refusalOf } from '../../../support/refusal.ts'
import { sampleRun } from '../../../support/runs.ts'

const clock = { now: () => ns(0), epoch: () => ms(Date.parse('2026-11-20T08:00:00.000Z')) }
const run = sampleRun()

async function newManager(): Promise<BaselineManager> {
  return new BaselineManager({ cwd: await tempDir(), clock })
}

test('there is none until one is saved', async () => {
  const baselines = await newManager()
  expect(await baselines.exists()).toBe(false)
  expect(await baselines.load()).toBeUndefined()
  await baselines.save(run)
  expect(await baselines.exists()).toBe(true)
})

test('what is saved is loaded, bit for bit', async () => {
  const baselines = await newManager()
  await baselines.save(run)
  expect(exportRun((await baselines.load()) ?? sampleRun({ seed: 9 }))).toBe(exportRun(run))
})

test('the file says what it is, where, when and why', async () => {
  const baselines = await newManager()
  await baselines.save(run, { reason: 'larger model' })
  expect(baselines.path).toMatch(/[/\\]\.performance-baselines[/\\]baseline\.json$/)
  expect(await readBaselineFile(baselines.path)).toEqual({
    schema: 'plimsoll/baseline@1',
    name: 'main',
    reason: 'larger model',
    setAt: '2026-11-20T08:00:00.000Z',
    run,
  })
})

test('another takes its place, and leaves nothing beside it', async () => {
  const baselines = await newManager()
  await baselines.save(run)
  await baselines.save(sampleRun({ seed: 2 }))
  expect((await baselines.load())?.seed).toBe(2)
  expect(await readdir(join(baselines.path, '..'))).toEqual(['baseline.json'])
})

test.each(['aborted', 'failed', 'invalid'] as const)(
  'a run that is %s is refused',
  async (status) => {
    const baselines = await newManager()
    await baselines.save(run)
    const before = await readFile(baselines.path)
    const error = await refusalOf(() => baselines.save(sampleRun({ status })))
    expect(error).toMatchObject({ code: 'RUN_NOT_BASELINE', exitCode: 2 })
    expect(error.message).toContain(status)
    expect(await readFile(baselines.path)).toEqual(before)
  },
)

test.each([
  ['no JSON', '{', 'DOCUMENT_NOT_JSON'],
  ['a run without its frame', exportRun(run), 'DOCUMENT_UNKNOWN'],
  ['a newer file', '{"schema":"plimsoll/baseline@2"}', 'DOCUMENT_NEWER'],
  ['a broken file', '{"schema":"plimsoll/baseline@1","run":{}}', 'DOCUMENT_INVALID'],
])('%s is refused, by name', async (_, text, code) => {
  const baselines = await newManager()
  await baselines.save(run)
  await writeFile(baselines.path, text)
  for (const read of [() => baselines.load(), () => baselines.exists()]) {
    const error = await refusalOf(read)
    expect(error).toMatchObject({ code, exitCode: 2 })
    expect(error.message).toContain(baselines.path)
  }
})

test('a folder in the place of the file is refused', async () => {
  const baselines = await newManager()
  await mkdir(baselines.path, { recursive: true })
  for (const work of [() => baselines.load(), () => baselines.save(run)]) {
    expect(await refusalOf(work)).toMatchObject({ code: 'BASELINE_FILE', exitCode: 5 })
  }
})
