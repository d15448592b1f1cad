import { expect, test } from 'vitest'
import type { PageSource } from '../../../../../dashboard/src/source/source.ts'
import { type KnownRuns, RunFollower } from '../../../../../dashboard/src/views/runs/follower.ts'
import type { RunList, RunSummary } from '../../../../../src/model/page.ts'
import { summaries, summary } from './summaries.ts'

/** A list in pages, as a server gives them, of runs that may change. */
class Pages {
  runs: readonly RunSummary[]
  isGone = false
  readonly asked: string[] = []
  readonly source: PageSource = {
    kind: 'live',
    opens: undefined,
    writtenAt: undefined,
    names: [],
    read: (name) => this.#answer(name),
    watch: () => () => undefined,
  }

  constructor(runs: readonly RunSummary[]) {
    this.runs = runs
  }

  async #answer(name: string): Promise<RunList> {
    this.asked.push(name)
    if (this.isGone) throw new Error('nobody answers')
    const query = new URLSearchParams(name.split('?')[1])
    const limit = Number(query.get('limit'))
    const start = this.runs.findIndex(({ id }) => id === query.get('before')) + 1
    const runs = this.runs.slice(start, start + limit)
    const isEnd = start + limit >= this.runs.length
    return { schema: 'plimsoll/runs@1', runs, next: isEnd ? null : (runs.at(-1)?.id ?? null) }
  }
}

function follow(pages: Pages): { follower: RunFollower; told: KnownRuns[] } {
  const told: KnownRuns[] = []
  return { follower: new RunFollower(pages.source, (known) => told.push(known)), told }
}

const idsOf = (known: KnownRuns | undefined): readonly string[] =>
  (known?.runs ?? []).map(({ run }) => run.id)

test('a long list comes in page by page, the first one small, until the oldest', async () => {
  const pages = new Pages(summaries(2500))
  const { follower, told } = follow(pages)
  await follower.begin()
  expect(told.map(({ runs, isComplete }) => [runs.length, isComplete])).toEqual([
    [60, false],
    [1060, false],
    [2060, false],
    [2500, true],
  ])
  expect(idsOf(told.at(-1))).toEqual(pages.runs.map(({ id }) => id))
})

test('an empty list is complete', async () => {
  const { follower, told } = follow(new Pages([]))
  await follower.begin()
  expect(told).toEqual([{ runs: [], isComplete: true, problem: undefined }])
})

test('a list that answers every page with the same one ends', async () => {
  const runs = summaries(60)
  const source: PageSource = {
    ...new Pages([]).source,
    read: async () => ({ schema: 'plimsoll/runs@1', runs, next: 'again' }) satisfies RunList,
  }
  const told: KnownRuns[] = []
  await new RunFollower(source, (known) => told.push(known)).begin()
  expect(told.at(-1)).toMatchObject({ isComplete: true })
  expect(idsOf(told.at(-1))).toHaveLength(60)
})

test('new runs come in front by one small question, and what is known stays the same object', async () => {
  const pages = new Pages(summaries(500))
  const { follower, told } = follow(pages)
  await follower.begin()
  const before = told.at(-1)
  pages.asked.length = 0
  await follower.look()
  expect(told.at(-1)).toBe(before)
  pages.runs = [summary(501), summary(500), ...pages.runs]
  await follower.look()
  expect(pages.asked).toEqual(['runs?limit=20', 'runs?limit=20'])
  expect(idsOf(told.at(-1))).toEqual(pages.runs.map(({ id }) => id))
  expect(told.at(-1)?.runs[2]).toBe(before?.runs[0])
})

test('a baseline that moved to a newer run has left the older one; a pruned run goes', async () => {
  const old = summary(100, { baselines: ['main', 'release'] })
  const pages = new Pages(summaries(300).map((run) => (run.id === old.id ? old : run)))
  const { follower, told } = follow(pages)
  await follower.begin()
  const [newest, , ...others] = pages.runs
  if (newest === undefined) throw new Error('no run')
  const moved = { ...newest, baselines: ['main'] }
  pages.runs = [moved, ...others]
  await follower.look()
  expect(idsOf(told.at(-1))).toEqual(pages.runs.map(({ id }) => id))
  const known = told.at(-1)?.runs.map(({ run }) => run)
  expect(known?.[0]?.baselines).toEqual(['main'])
  expect(known?.find(({ id }) => id === old.id)?.baselines).toEqual(['release'])
})

test('more new runs than the small question holds are read too', async () => {
  const pages = new Pages(summaries(100))
  const { follower, told } = follow(pages)
  await follower.begin()
  pages.runs = summaries(300)
  await follower.look()
  expect(idsOf(told.at(-1))).toEqual(pages.runs.map(({ id }) => id))
})

test('a server that is gone leaves the list, says so, and is forgiven', async () => {
  const pages = new Pages(summaries(100))
  const { follower, told } = follow(pages)
  await follower.begin()
  pages.isGone = true
  await follower.look()
  expect(told.at(-1)).toMatchObject({ isComplete: true, problem: { message: 'nobody answers' } })
  expect(idsOf(told.at(-1))).toHaveLength(100)
  pages.isGone = false
  await follower.look()
  expect(told.at(-1)?.problem).toBeUndefined()
})

test('who comes back to a list sees it at once', async () => {
  const pages = new Pages(summaries(100))
  await follow(pages).follower.begin()
  pages.runs = [summary(100), ...pages.runs]
  const { follower, told } = follow(pages)
  await follower.begin()
  expect(told).toHaveLength(1)
  expect(idsOf(told[0])).toHaveLength(101)
  expect(pages.asked.at(-1)).toBe('runs?limit=20')
})
