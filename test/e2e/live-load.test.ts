import { once } from 'node:events'
import { join } from 'node:path'
import fastify from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { heard, EMPTY_BOARD } from '../../dashboard/src/views/live/board.ts'
import { openLiveFeed } from '../../src/flows/live-feed.ts'
import { openProject } from '../../src/flows/project.ts'
import type { Comparison } from '../../src/model/comparison.ts'
import type { LiveMessage } from '../../src/model/page.ts'
import type { Run } from '../../src/model/run.ts'
import { registerLive } from '../../src/serve/live/register.ts'
import { unpackHistogram } from '../../src/record/index.ts'
import { decodeHistogram } from '../../src/stats/index.ts'
import { freshProject, writeFiles } from '../support/folders.ts'
import { httpServer } from '../support/listening.ts'
import { runCli } from '../support/process.ts'
import { commitAll, git } from './cli-project.ts'
import { BRIEFLY } from './duet-project.ts'

/** What real commands measure, as a page follows it over WebSocket, through to the record. */

async function watched(cwd: string): Promise<Watcher> {
  const { signal } = new AbortController()
  const project = await openProject({ cwd, env: {}, flags: {}, signal, tell: () => undefined })
  const feed = await openLiveFeed(project)
  onTestFinished(() => feed[Symbol.asyncDispose]())
  const app = fastify()
  registerLive(app, { feed, path: '/api/v1/live', authorise: () => true })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  onTestFinished(() => app.close())
  return new Watcher(`${url.replace('http', 'ws')}/api/v1/live`)
}

/** Understands messages as the page does. */
class Watcher {
  readonly messages: LiveMessage[] = []
  board = EMPTY_BOARD
  readonly #socket: WebSocket

  constructor(url: string) {
    this.#socket = new WebSocket(url)
    this.#socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as LiveMessage
      this.messages.push(message)
      this.board = heard(this.board, message)
    })
  }

  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await once(this.#socket, 'message')
  }
}

const ADD = `import { scenario } from 'plimsoll'
export const add = scenario('add', { run: () => { let sum = 0; for (let i = 0; i < 1e4; i++) sum += i; return sum } })
`

const jsonOf = (stdout: string): Run => JSON.parse(stdout) as Run

test('a load test is followed window by window, through to its record', async () => {
  const cwd = await freshProject()
  await using server = await httpServer((_, response) => response.end('hello'))
  const watcher = await watched(cwd)
  await watcher.until(() => watcher.messages.length === 1)
  expect(watcher.messages[0]).toEqual({
    kind: 'state',
    state: { schema: 'plimsoll/live@1', runs: [] },
  })
  const load = runCli(['load', server.url, '--rate', '100', '--duration', '4s', '--json'], { cwd })
  await watcher.until(() => (watcher.board.runs[0]?.lanes[0]?.windows.length ?? 0) >= 2)
  expect(watcher.board.runs[0]?.status).toBe('running')
  const run = jsonOf((await load).stdout)
  await watcher.until(() => watcher.board.runs[0]?.status !== 'running')

  const [live] = watcher.board.runs
  expect(live).toMatchObject({ id: run.id, kind: 'load', status: run.status })
  const [lane] = live?.lanes ?? []
  const [result] = run.results
  expect(lane?.scenario).toEqual(result?.scenario)
  const recorded = result?.profile.kind === 'load' ? result.timeline : []
  for (const [index, window] of (lane?.windows ?? []).entries()) {
    const same = recorded[index]
    const { latency, ...others } = window.metrics
    const { histogram: whole, ...described } = same?.metrics['latency'] ?? { histogram: '' }
    const { histogram: coarse, ...told } = latency ?? { histogram: '' }
    expect({ ...window, metrics: { ...others, latency: told } }).toEqual({
      ...same,
      metrics: { ...same?.metrics, latency: described },
    })
    const counts = [whole, coarse].map((text = '') => decodeHistogram(unpackHistogram(text)).count)
    expect(counts[0]).toBe(counts[1])
  }
})

test('launches of a benchmark are counted as they end; a folder that can’t be written costs the view alone', async () => {
  const cwd = await freshProject({ 'add.perf.ts': ADD })
  const watcher = await watched(cwd)
  const args = ['run', '--launches', '2', '--time', '50ms', '--warm-up', '50ms', '--json']
  const bench = runCli(args, { cwd })
  const seen = (): boolean => watcher.board.runs[0]?.status === 'complete'
  await watcher.until(seen)
  const run = jsonOf((await bench).stdout)
  expect(watcher.board.runs[0]).toMatchObject({
    id: run.id,
    kind: 'bench',
    progress: { launches: 2, scenario: 'add' },
  })

  const blocked = await freshProject({ 'add.perf.ts': ADD })
  await writeFiles(join(blocked, '.plimsoll'), { live: 'a file where a folder should be' })
  const unseen = await runCli(args, { cwd: blocked })
  expect(unseen.code).toBe(0)
  expect(unseen.stderr).toContain("can't be watched live")
  expect(jsonOf(unseen.stdout).results[0]?.status).toBe('ok')
})

test('scenarios of a duet are counted as they are decided, through to the record of its current side', async () => {
  const cwd = await freshProject({ 'add.perf.ts': ADD })
  await git(cwd, 'init', '--quiet')
  await commitAll(cwd, 'add')
  const watcher = await watched(cwd)
  const duet = runCli(['duet', 'HEAD', ...BRIEFLY, '--json'], { cwd })
  await watcher.until(() => watcher.board.runs[0]?.progress?.scenario === 'add')
  expect(watcher.board.runs[0]).toMatchObject({ kind: 'duet', progress: { launches: 1 } })
  await watcher.until(() => watcher.board.runs[0]?.status === 'complete')
  const { current } = JSON.parse((await duet).stdout) as Comparison
  expect(watcher.board.runs[0]?.id).toBe(current.run)
})
