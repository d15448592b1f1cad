import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { createRandom } from '../../src/kernel/random.ts'
import { openStore } from '../../src/record/index.ts'
import { tempDir } from '../support/folders.ts'
import { refusalOf } from '../support/refusal.ts'
import { StoreChild } from './children.ts'
import { runOf } from './store.ts'

/** Processes that die, and processes that meet. */

beforeAll(async () => {
  // Fills the children's compile cache: it is written by a process that ends, not by one that is killed.
  await using child = new StoreChild(['commit', ':memory:', '0', '1'])
  child.go()
  await child.ended()
})

const KILLS = 100
/** Of these, so many die while they make a store; the others, while they add to one that grows. */
const KILLS_OF_NEW = 20
/** More than a child ever gets to write. */
const PLENTY = 16
/** Starting a process is most of what this takes, so the next ones start while one works. */
const AHEAD = 2

test(`killed at ${KILLS} random points, a store holds every run that was committed, and no half ones`, async () => {
  const folder = await tempDir()
  const random = createRandom(20261122)
  const shared = join(folder, 'shared.db')
  const acknowledged = new Set<string>()
  await using children = new AsyncDisposableStack()
  const start = (round: number): StoreChild => {
    const path = round < KILLS_OF_NEW ? join(folder, `${round}.db`) : shared
    return children.use(new StoreChild(['commit', path, String(round * PLENTY), String(PLENTY)]))
  }
  const ahead = Array.from({ length: AHEAD }, (_, round) => start(round))
  for (let round = 0; round < KILLS; round++) {
    const child = ahead.shift() ?? start(round)
    ahead.push(start(round + AHEAD))
    await child.ready()
    child.go()
    const isNew = round < KILLS_OF_NEW
    await child.wrote(isNew ? 0 : random.below(6))
    await delay(random.float() * (isNew ? 40 : 6))
    await child.kill()
    const path = isNew ? join(folder, `${round}.db`) : shared
    await using store = await openStore(path, { cwd: folder })
    for (const id of child.lines) {
      expect(await store.load(id)).toMatchObject({ id })
      if (!isNew) acknowledged.add(id)
    }
    if (isNew || round % 20 === 0) expect(await store.verify()).toMatchObject({ ok: true })
  }

  await using store = await openStore(shared, { cwd: folder })
  const report = await store.verify()
  expect(report).toMatchObject({ ok: true, problems: [], readable: report.runs })
  expect(report.savable).toEqual(expect.arrayContaining([...acknowledged]))
  expect(acknowledged.size).toBeGreaterThan(KILLS - KILLS_OF_NEW)
})

test('two processes that make and fill one store at once lose nothing', async () => {
  const path = join(await tempDir(), 'both.db')
  await using owner = new AsyncDisposableStack()
  const children = [0, 1].map((at) =>
    owner.use(new StoreChild(['commit', path, String(at * 1_000), '60'])),
  )
  for (const child of children) await child.ready()
  for (const child of children) child.go()
  for (const child of children) await child.ended()
  await using store = await openStore(path, { cwd: '/' })
  const report = await store.verify()
  expect(children.map(({ lines }) => lines.length)).toEqual([60, 60])
  expect(report).toMatchObject({ ok: true, runs: 120 })
  expect(report.savable).toEqual(children.flatMap(({ lines }) => lines).toSorted())
})

test('processes that make the same stores at once all find a store', async () => {
  const folder = await tempDir()
  await using owner = new AsyncDisposableStack()
  const children = [0, 1, 2].map(() => owner.use(new StoreChild(['make', folder, '0', '60'])))
  for (const child of children) await child.ready()
  for (const child of children) child.go()
  for (const child of children) await child.ended()
  expect(children.map(({ lines }) => lines.length)).toEqual([60, 60, 60])
})

test('a store that another process locks is read, but not written: STORE_LOCKED', async () => {
  const path = join(await tempDir(), 'locked.db')
  await using store = await openStore(path, { cwd: '/', busyTimeoutMs: 30 })
  await using child = new StoreChild(['lock', path])
  await child.ready()
  const error = await refusalOf(() => store.commit(runOf(1)))
  expect(error).toMatchObject({ code: 'STORE_LOCKED', exitCode: 5 })
  expect(error.message).toContain(path)
  expect(await store.list()).toEqual([])
  child.go()
  await child.ended()
  await store.commit(runOf(1))
  expect(await store.list()).toHaveLength(1)
})
