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
  // The server's own page asks; it comes back to this place.
  if (isProblem(body) && body.code === 'LOGIN_NEEDED') location.assign(`login${location.hash}`)
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
  const address = new URL(`${API}live`, document.baseURI)
  address.protocol = address.protocol.replace('http', 'ws')
  let pauseMs = FIRST_PAUSE_MS
  let isOver = false
  let socket: WebSocket
  let pause: ReturnType<typeof setTimeout> | undefined
  const connect = (): void => {
    socket = new WebSocket(address)
    socket.addEventListener('open', () => onConnection(true))
    socket.addEventListener('message', ({ data }) => {
      pauseMs = FIRST_PAUSE_MS
      const message = messageIn(data)
      if (message !== undefined && !isOver) onMessage(message)
    })
    socket.addEventListener('close', () => {
      if (isOver) return
      onConnection(false)
      pause = setTimeout(connect, pauseMs)
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
    })
  }
  connect()
  return () => {
    isOver = true
    clearTimeout(pause)
    socket.close()
  }
}

/** What is no message of ours is passed over. */
function messageIn(data: unknown): LiveMessage | undefined {
  try {
    const found: unknown = typeof data === 'string' ? JSON.parse(data) : undefined
    return isMessage(found) ? found : undefined
  } catch {
    return undefined
  }
}

function isMessage(found: unknown): found is LiveMessage {
  if (typeof found !== 'object' || found === null) return false
  const isList = (of: unknown, name: string): boolean =>
    Array.isArray(Reflect.get(Object(of), name))
  const state: unknown = Reflect.get(found, 'state')
  if (Reflect.get(found, 'kind') === 'state') return isList(state, 'runs')
  return ['runs', 'gone', 'windows'].every((name) => isList(found, name))
}
