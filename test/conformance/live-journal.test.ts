import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openLiveFeed } from '../../src/flows/live-feed.ts'
import { openProject, openProjectStore, type Project } from '../../src/flows/project.ts'
import { PLAIN_REDACTOR } from '../../src/kernel/redactor.ts'
import type { LiveFeed } from '../../src/model/ports.ts'
import type { LiveRun } from '../../src/model/page.ts'
import { LiveJournal } from '../../src/record/index.ts'
import { tempDir } from '../support/folders.ts'
import { journalLane, journalRun, LATER_RUN_ID, RUN_ID } from '../support/live.ts'
import { repositoryPath, startProcess } from '../support/process.ts'
import { sampleRun, SAMPLE_SCENARIOS } from '../support/runs.ts'

/** Journals of processes of their own, as one feed tells of them. */

async function project(): Promise<Project> {
  const cwd = await tempDir()
  const { signal } = new AbortController()
  return openProject({ cwd, env: {}, flags: {}, signal, tell: () => undefined })
}

/** Resolves with the state as soon as it is so. */
async function until(
  feed: LiveFeed,
  isSo: (runs: readonly LiveRun[]) => boolean,
): Promise<readonly LiveRun[]> {
  const { promise, resolve } = Promise.withResolvers<readonly LiveRun[]>()
  const look = (): void => {
    const { runs } = feed.state()
    if (isSo(runs)) resolve(runs)
  }
  const end = feed.subscribe(look)
  look()
  return promise.finally(end)
}

async function feedOf(of: Project): Promise<LiveFeed> {
  const feed = await openLiveFeed(of)
  onTestFinished(() => feed[Symbol.asyncDispose]())
  return feed
}

const child = (cwd: string, id: string): ReturnType<typeof startProcess> =>
  startProcess(process.execPath, [
    '--conditions=plimsoll-source',
    join(repositoryPath, 'test/conformance/journal-child.ts'),
    cwd,
    id,
  ])

test('a process that is killed is lost, what it told is kept, and others are not touched', async () => {
  const at = await project()
  const feed = await feedOf(at)
  await using killed = child(at.cwd, RUN_ID)
  await using other = child(at.cwd, LATER_RUN_ID)
  await Promise.all([killed.until(/ready/), other.until(/ready/)])
  const windowsOf = (runs: readonly LiveRun[], id: string): number =>
    runs.find((run) => run.id === id)?.lanes[0]?.windows.length ?? 0
  await until(feed, (runs) => windowsOf(runs, RUN_ID) > 0 && windowsOf(runs, LATER_RUN_ID) > 0)
  killed.kill('SIGKILL')
  await killed.ended
  const runs = await until(feed, (all) => all.some(({ status }) => status === 'lost'))
  expect(runs.map(({ id, status }) => [id, status])).toEqual([
    [LATER_RUN_ID, 'running'],
    [RUN_ID, 'lost'],
  ])
  expect(windowsOf(runs, RUN_ID)).toBeGreaterThan(0)
  const before = windowsOf(runs, LATER_RUN_ID)
  await until(feed, (all) => windowsOf(all, LATER_RUN_ID) > before)
  // Whoever measures next leaves it for those who want to look at it.
  await using next = await LiveJournal.open({
    cwd: at.cwd,
    run: journalRun,
    redactor: PLAIN_REDACTOR,
  })
  next.lane(journalLane('chat'))
  expect(existsSync(join(at.cwd, '.plimsoll/live', RUN_ID))).toBe(true)
})

test('a run that has ended is what the store says; one that came to nothing goes', async () => {
  const at = await project()
  const feed = await feedOf(at)
  const recorded = sampleRun({ seed: 1, scenarios: SAMPLE_SCENARIOS.slice(0, 1), launches: 1 })
  const begin = (id: string): Promise<LiveJournal> =>
    LiveJournal.open({ cwd: at.cwd, run: { ...journalRun, id }, redactor: PLAIN_REDACTOR })
  const first = await begin(recorded.id)
  const second = await begin(LATER_RUN_ID)
  await until(feed, (runs) => runs.length === 2)
  {
    await using store = await openProjectStore(at)
    await store.commit(recorded)
  }
  await Promise.all([first[Symbol.asyncDispose](), second[Symbol.asyncDispose]()])
  const runs = await until(feed, (all) => all.length === 1 && all[0]?.status !== 'running')
  expect(runs.map(({ id, status }) => [id, status])).toEqual([[recorded.id, recorded.status]])
})
