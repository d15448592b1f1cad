import type { LiveMessage, PageProblem } from '../../../src/model/page.ts'
import { type LiveListener, type PageSource, Problem, problemOf } from './source.ts'

/** Beside the page, wherever it is mounted. */
const API = 'api/v1/'

/** Between two attempts to connect: at first, and at most. */
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 15_000

/** What a running server answers. */
export const liveSource = (): PageSource => ({
  kind: 'live',
  opens: undefined,
  writtenAt: undefined,
  names: [],
  read,
  watch,
})

async function read(name: string): Promise<unknown> {
  const response = await fetch(API + name, { headers: { accept: 'application/json' } }).catch(
    (thrown: unknown) => {
      throw new Problem({
        code: 'SERVER_GONE',
        message: `the server does not answer (${problemOf(thrown).message})`,
        hint: 'Is plimsoll serve still running?',
      })
    },
  )
  const body: unknown = await response.json().catch(() => undefined)
  if (response.ok && body !== undefined) return body
  throw new Problem(isProblem(body) ? body : unexplained(response.status))
}

const isProblem = (body: unknown): body is PageProblem =>
  typeof body === 'object' && body !== null && Reflect.get(body, 'schema') === 'plimsoll/problem@1'

const unexplained = (status: number): Pick<PageProblem, 'code' | 'message' | 'hint'> => ({
  code: `HTTP_${status}`,
  message: `the server answered with status ${status}`,
  hint: status === 401 ? 'Log in again.' : 'Its own output says more.',
})

function watch({ onMessage, onConnection }: LiveListener): () => void {
  const over = new AbortController()
  let pauseMs = FIRST_PAUSE_MS
  const connect = (): void => {
    const address = new URL(`${API}live`, document.baseURI)
    address.protocol = address.protocol.replace('http', 'ws')
    const socket = new WebSocket(address)
    const { signal } = over
    const on = { signal }
    signal.addEventListener('abort', () => socket.close(), { once: true })
    socket.addEventListener('open', () => onConnection(true), on)
    socket.addEventListener(
      'message',
      ({ data }) => {
        pauseMs = FIRST_PAUSE_MS
        const message = messageIn(data)
        if (message !== undefined) onMessage(message)
      },
      on,
    )
    socket.addEventListener(
      'close',
      () => {
        onConnection(false)
        const pause = setTimeout(connect, pauseMs)
        signal.addEventListener('abort', () => clearTimeout(pause), { once: true })
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
      },
      on,
    )
  }
  connect()
  return () => over.abort()
}

function messageIn(data: unknown): LiveMessage | undefined {
  try {
    return typeof data === 'string' ? (JSON.parse(data) as LiveMessage) : undefined
  } catch {
    return undefined
  }
}
