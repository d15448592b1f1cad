import fastify from 'fastify'
import { LiveBoard, type LiveUpdate } from '../../src/flows/live-board.ts'
import type { LiveState, PageProject } from '../../src/model/page.ts'
import type { LiveFeed } from '../../src/model/ports.ts'
import type { LoadResult, Run, Window } from '../../src/model/run.ts'
import { unpackHistogram } from '../../src/record/index.ts'
import { liveWindow } from '../../src/record/live/live-window.ts'
import { type PageFile, readPageFiles } from '../../src/serve/files.ts'
import { registerLive } from '../../src/serve/live/register.ts'
import { decodeHistogram } from '../../src/stats/index.ts'

/** A recorded load test as if it were under way: told second by second, as fast as one likes. */
export class Driven implements LiveFeed {
  readonly #board = new LiveBoard()
  readonly #results: readonly LoadResult[]
  readonly #id: string
  readonly #listeners = new Set<(update: LiveUpdate) => void>()
  #seconds = 0

  constructor({ id, startedAt, results }: Run) {
    this.#id = id
    this.#results = results.filter((result): result is LoadResult => result.profile.kind === 'load')
    this.#board.begin({ id, kind: 'load', startedAt, revision: null })
    for (const { scenario, profile } of this.#results) {
      const { schedule, phases } = profile
      this.#board.take(id, { kind: 'lane', lane: { scenario, schedule, phases } })
    }
    this.#board.update()
  }

  /** Another second, of every scenario. */
  tell(): void {
    const index = this.#seconds++
    const windows = this.#results.flatMap(({ scenario: { key }, timeline }) => {
      const window = timeline[index]
      return window === undefined ? [] : [{ key, window: asLive(window) }]
    })
    this.#board.take(this.#id, { kind: 'windows', windows })
    const update = this.#board.update()
    if (update !== undefined) for (const listener of this.#listeners) listener(update)
  }

  state(): LiveState {
    return this.#board.state()
  }

  subscribe(listener: (update: LiveUpdate) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listeners.clear()
  }
}

function asLive(window: Window): Window {
  const whole = window.metrics['latency']?.histogram
  return whole === undefined ? window : liveWindow(window, decodeHistogram(unpackHistogram(whole)))
}

const PROJECT: PageProject = {
  schema: 'plimsoll/project@1',
  name: 'bench',
  version: '0',
  commitUrl: null,
}

/** The built page and a feed, on a free port. @param folder that vite built */
export async function servePage(
  folder: string,
  feed: LiveFeed,
): Promise<AsyncDisposable & { readonly url: string }> {
  const files = await readPageFiles(folder)
  const app = fastify()
  app.get('/', (_, reply) => reply.type(files.index.type).send(files.index.bytes))
  app.get<{ Params: { name: string } }>('/assets/:name', (request, reply) => {
    const file: PageFile | undefined = files.assets.get(request.params.name)
    return file === undefined ? reply.callNotFound() : reply.type(file.type).send(file.bytes)
  })
  app.get('/api/v1/project', () => PROJECT)
  registerLive(app, { feed, path: '/api/v1/live', authorise: () => true })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return { url, [Symbol.asyncDispose]: () => app.close() }
}
