import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { systemClock } from '../../src/kernel/clock.ts'
import type { Access } from '../../src/model/access.ts'
import type { LiveFeed, PageDocuments } from '../../src/model/ports.ts'
import { type PageFiles, pageFile } from '../../src/serve/files.ts'
import { type RunningServer, type ServerOptions, startServer } from '../../src/serve/server.ts'
import { repositoryPath } from '../support/process.ts'

/** Servers of pages for tests, and visitors that say what browsers would not. */

export const RUN_ID = '01M81YY94C4YCJMQK9420XR9R5'

/** A project without much in it. */
export const documents: PageDocuments = {
  project: async () => ({
    schema: 'plimsoll/project@1',
    name: 'rig',
    version: '1.2.3',
    commitUrl: null,
  }),
  runs: async () => ({ schema: 'plimsoll/runs@1', runs: [], next: null }),
  run: async (id) => (id === RUN_ID ? '{ "schema":"plimsoll/run@1" }' : undefined),
  judged: async () => undefined,
  compare: async () => undefined,
  baselines: async () => ({ schema: 'plimsoll/baselines@1', baselines: [] }),
  history: async () => {
    throw new Error('nobody asks for a history here')
  },
}

export const feed: LiveFeed = {
  state: () => ({ schema: 'plimsoll/live@1', runs: [] }),
  subscribe: () => () => undefined,
  [Symbol.asyncDispose]: async () => undefined,
}

const html = (text: string): ReturnType<typeof pageFile> =>
  pageFile(Buffer.from(text), 'text/html; charset=utf-8')

/** The page to log in at is ours; the others are small. */
const files: PageFiles = {
  index: html('<title>the pages</title><!--plimsoll-page-->'),
  login: html(
    `${readFileSync(join(repositoryPath, 'dashboard/login.html'), 'utf8')}<script src="./assets/login-1.js"></script>`,
  ),
  assets: new Map([
    ['index-1.js', pageFile(Buffer.from('pages()'), 'text/javascript; charset=utf-8')],
    ['login-1.js', pageFile(Buffer.from('login()'), 'text/javascript; charset=utf-8')],
  ]),
}

export const NOBODY: Access = { password: null, tokens: [] }

/** What the server told whoever runs it. */
export interface Rig extends RunningServer {
  readonly told: readonly string[]
}

/** A server on a free port of 127.0.0.1, which ends with the test, or the file. */
export async function serve(options: Partial<ServerOptions> = {}): Promise<Rig> {
  const told: string[] = []
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    publicUrl: undefined,
    access: async () => NOBODY,
    sources: { documents, feed },
    files,
    clock: systemClock,
    tell: (line) => told.push(line),
    ...options,
  })
  return { ...server, told }
}

/** The same, for one test. */
export async function serveOnce(options: Partial<ServerOptions> = {}): Promise<Rig> {
  const server = await serve(options)
  onTestFinished(() => server[Symbol.asyncDispose]())
  return server
}

/** What came back. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: string
}

/** How to ask. */
export interface Asking {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** The visitor's own address. */
  readonly from?: string
}

/** One request on a connection of its own, sent as it is written: no address is tidied up. */
export async function ask(port: number, path: string, asking: Asking = {}): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const { method = 'GET', headers = {}, body, from } = asking
  const sent = request(
    {
      ...{ host: '127.0.0.1', port, path, method, headers, agent: false, timeout: 10_000 },
      ...(from === undefined ? {} : { localAddress: from }),
    },
    (answer) => {
      text(answer).then(
        (all) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: all }),
        reject,
      )
    },
  )
  sent.on('error', reject).on('timeout', () => sent.destroy(new Error('no answer in 10 s')))
  sent.end(body)
  return promise
}

/** The code of a problem. */
export const codeOf = ({ body }: Answer): string =>
  (JSON.parse(body) as { readonly code: string }).code

/** Sends bytes as they are; gives everything that comes back until the server hangs up. */
export async function sendRaw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  const timer = setTimeout(() => socket.destroy(new Error('not hung up in 10 s')), 10_000)
  socket.write(bytes)
  try {
    return await text(socket)
  } catch (thrown) {
    // Hung up on while it was still sending.
    if (thrown instanceof Error && Reflect.get(thrown, 'code') === 'ECONNRESET') return ''
    throw thrown
  } finally {
    clearTimeout(timer)
  }
}

/** A WebSocket, and how it went. */
export interface Watcher {
  readonly socket: WebSocket
  /** The first message, or the status that it was refused with. */
  readonly begun: Promise<string | number>
  /** The code that it was closed with. */
  readonly closed: Promise<number>
}

/** Watches what is live. @param headers as no browser would send them, and `origin` */
export function watch(
  port: number,
  headers: Readonly<Record<string, string>> = {},
  path = '/api/v1/live',
): Watcher {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, {
    headers,
    handshakeTimeout: 10_000,
  })
  const begun = Promise.withResolvers<string | number>()
  const closed = Promise.withResolvers<number>()
  socket.on('unexpected-response', (sent, answer) => {
    begun.resolve(answer.statusCode ?? 0)
    sent.destroy()
  })
  socket.once('message', (data) => begun.resolve(Buffer.isBuffer(data) ? data.toString() : ''))
  socket.on('error', (thrown) => begun.resolve(String(thrown)))
  socket.once('close', (code) => closed.resolve(code))
  onTestFinished(() => socket.terminate())
  return { socket, begun: begun.promise, closed: closed.promise }
}
