import { appendFileSync, existsSync, readdirSync } from 'node:fs'
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createRedactor, PLAIN_REDACTOR } from '../../../../src/kernel/redactor.ts'
import type { JournalLine } from '../../../../src/model/live-journal.ts'
import { ownName } from '../../../../src/processes/owner.ts'
import { JournalFollower } from '../../../../src/record/live/follow.ts'
import { LiveJournal } from '../../../../src/record/live/journal.ts'
import { journalFile, journalsIn } from '../../../../src/record/live/places.ts'
import { Segments } from '../../../../src/record/live/segments.ts'
import { sweepJournals } from '../../../../src/record/live/sweep.ts'
import { unpackHistogram } from '../../../../src/record/histogram-text.ts'
import { createHistogram, decodeHistogram } from '../../../../src/stats/index.ts'
import { tempDir } from '../../../support/folders.ts'
import { journalLane, journalRun, RUN_ID } from '../../../support/live.ts'
import { windowOf } from '../../../support/loads.ts'

/** Everything that a follower hears, in words. */
class Heard {
  readonly lines: JournalLine[] = []
  readonly ends: string[] = []
  readonly runs: string[] = []
  #onChange: () => void = () => undefined

  readonly listener = {
    onRun: ({ id }: { readonly id: string }) => this.#add(this.runs, id),
    onLine: (_id: string, line: JournalLine) => this.#add(this.lines, line),
    onEnd: (id: string, how: string) => this.#add(this.ends, `${id} ${how}`),
  }

  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#onChange = resolve
      await promise
    }
  }

  #add<T>(list: T[], one: T): void {
    list.push(one)
    this.#onChange()
  }
}

async function follow(cwd: string): Promise<Heard & { look(): Promise<void> }> {
  const heard = new Heard()
  const follower = await JournalFollower.open({ cwd, everyMs: 100 }, heard.listener)
  onTestFinished(() => follower[Symbol.asyncDispose]())
  return Object.assign(heard, { look: () => follower.look() })
}

const open = (cwd: string): Promise<LiveJournal> =>
  LiveJournal.open({ cwd, run: journalRun, redactor: PLAIN_REDACTOR })

test('what is told of a run arrives in order, and its end when its folder has gone', async () => {
  const cwd = await tempDir()
  const heard = await follow(cwd)
  const journal = await open(cwd)
  journal.lane(journalLane('chat'))
  journal.progress({ done: 1, launches: 5, scenario: 'chat' })
  journal.windows([{ key: 'chat', window: windowOf(0, [1e6]), latency: undefined }])
  await heard.until(() => heard.lines.length === 3)
  expect(heard.runs).toEqual([RUN_ID])
  expect(heard.lines.map(({ kind }) => kind)).toEqual(['lane', 'progress', 'windows'])
  await journal[Symbol.asyncDispose]()
  await heard.until(() => heard.ends.length === 1)
  expect(heard.ends).toEqual([`${RUN_ID} gone`])
  expect(existsSync(join(cwd, '.plimsoll'))).toBe(false)
})

test('whoever comes later reads what was told before', async () => {
  const cwd = await tempDir()
  const first = await follow(cwd)
  await using journal = await open(cwd)
  journal.lane(journalLane('chat'))
  await first.until(() => first.lines.length === 1)
  const second = await follow(cwd)
  expect([second.runs, second.lines]).toEqual([[RUN_ID], first.lines])
})

test('a window carries the distribution of its latency, coarsely', async () => {
  const cwd = await tempDir()
  const heard = await follow(cwd)
  await using journal = await open(cwd)
  const latency = createHistogram()
  for (let index = 1; index <= 1000; index++) latency.record(index * 1e5)
  journal.lane(journalLane('chat'))
  journal.windows([{ key: 'chat', window: windowOf(0, [1e6]), latency }])
  await heard.until(() => heard.lines.length === 2)
  const line = heard.lines[1]
  const text = line?.kind === 'windows' ? line.windows[0]?.window.metrics['latency']?.histogram : ''
  const told = decodeHistogram(unpackHistogram(text ?? ''))
  expect(told.count).toBe(1000)
  expect(Math.abs(told.quantile(0.5) / 5e7 - 1)).toBeLessThan(0.07)
  expect(text?.length).toBeLessThan(300)
})

test('what a project keeps secret is kept so', async () => {
  const cwd = await tempDir()
  const heard = await follow(cwd)
  const redactor = createRedactor({ values: ['hunter2hunter2'] })
  await using journal = await LiveJournal.open({ cwd, run: journalRun, redactor })
  journal.lane(journalLane('log in as hunter2hunter2'))
  const errors = [{ code: 'NO hunter2hunter2', count: 1 }]
  const window = windowOf(0, [1e6], { errors })
  journal.windows([{ key: 'log in as hunter2hunter2', window, latency: undefined }])
  await heard.until(() => heard.lines.length === 2)
  expect(JSON.stringify(heard.lines)).not.toContain('hunter2')
  expect(heard.lines[1]).toMatchObject({ windows: [{ key: 'log in as ***' }] })
  const [file = ''] = readdirSync(join(journalsIn(cwd), RUN_ID))
  expect(await readFile(join(journalsIn(cwd), RUN_ID, file), 'utf8')).not.toContain('hunter2')
})

test('a folder that can’t be written costs the view alone', async () => {
  const cwd = await tempDir()
  await mkdir(join(cwd, '.plimsoll'))
  await writeFile(join(cwd, '.plimsoll/live'), 'a file')
  const troubles: unknown[] = []
  await using journal = await LiveJournal.open({
    cwd,
    run: journalRun,
    redactor: PLAIN_REDACTOR,
    onTrouble: (thrown) => troubles.push(thrown),
  })
  journal.lane(journalLane('chat'))
  journal.windows([{ key: 'chat', window: windowOf(0, [1e6]), latency: undefined }])
  expect(troubles).toHaveLength(1)
})

test('foreign, damaged and cut-off files do no harm, and what follows them is read', async () => {
  const cwd = await tempDir()
  const all = journalsIn(cwd)
  await using journal = await open(cwd)
  await mkdir(join(all, 'notes'), { recursive: true })
  await writeFile(join(all, 'README'), 'hello')
  const folder = join(all, RUN_ID)
  await writeFile(join(folder, 'foreign.ndjson'), '{"kind":"progress"}\n')
  const [name = ''] = await readdir(folder)
  const file = join(folder, name)
  appendFileSync(file, '{"kind":"run","schema":"plimsoll/journal@2"}\n{"kind":\n\0\0\n[[[[\n')
  appendFileSync(file, '{"kind":"progress","progress":{"done":-1,"launches":2,"scenario":""}}\n')
  appendFileSync(file, '{"kind":"progress","progress":{"done":1,"launches":2,"scenario":""}}\n')
  const heard = await follow(cwd)
  expect(heard.lines).toEqual([
    { kind: 'progress', progress: { done: 1, launches: 2, scenario: '' } },
  ])
  journal.lane(journalLane('chat'))
  await heard.until(() => heard.lines.length === 2)
})

test('a journal has a largest size: the oldest of its files goes, and each says what run it is of', async () => {
  const folder = await tempDir()
  const owner = '1-00000000-00000000-00000000'
  await using segments = new Segments({
    folder,
    owner,
    limits: { fileBytes: 10, files: 2 },
    head: () => 'head\n',
  })
  for (let index = 0; index < 5; index++) await segments.append(`line ${index}\n`)
  const names = (await readdir(folder)).toSorted()
  expect(names.map((name) => journalFile(name)?.number)).toEqual([3, 4])
  expect(await readFile(join(folder, names[1] ?? ''), 'utf8')).toBe('head\nline 4\n')
})

test('what a process that is gone left behind is kept for a while, and then removed', async () => {
  const cwd = await tempDir()
  const folder = join(journalsIn(cwd), RUN_ID)
  await mkdir(folder, { recursive: true })
  const [, ...rest] = (await ownName()).split('-')
  const file = join(folder, `${['99999999', ...rest].join('-')}.000000.ndjson`)
  await writeFile(file, '')
  await sweepJournals(cwd)
  expect(existsSync(file)).toBe(true)
  const longAgo = new Date(Date.now() - 11 * 60_000)
  for (const path of [file, folder]) await utimes(path, longAgo, longAgo)
  await sweepJournals(cwd)
  expect(existsSync(folder)).toBe(false)
})
