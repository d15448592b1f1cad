import { useEffect, useState } from 'preact/hooks'
import { type PageSource, Problem, problemOf } from '../../source/source.ts'
import { useSource } from '../../source/use-document.ts'
import { type Board, EMPTY_BOARD, heard } from './board.ts'

/** What is under way, and whether this page would hear if it changed. */
export interface Live {
  readonly board: Board
  readonly connection: Connection
  /** When something was heard last, in ms since 1970; `undefined` = never. */
  readonly heardAtMs: number | undefined
  /** Why there is no connection, where the server says so. */
  readonly problem: Problem | undefined
}

/** `connecting`: for the first time. `lost`: tried again and again. */
export type Connection = 'connecting' | 'connected' | 'lost'

const NOTHING: Live = {
  board: EMPTY_BOARD,
  connection: 'connecting',
  heardAtMs: undefined,
  problem: undefined,
}

/** Watches as long as the view is there. */
export function useLive(): Live {
  const source = useSource()
  const [live, setLive] = useState(NOTHING)
  useEffect(() => {
    // A server that ends says goodbye first; why there is none is asked when there still is none.
    let isMissed = true
    return source.watch({
      onMessage: (message) => {
        isMissed = false
        setLive(({ board }) => ({
          board: heard(board, message),
          connection: 'connected',
          heardAtMs: Date.now(),
          problem: undefined,
        }))
      },
      // Connected is who hears something: a proxy may accept, and know of nobody behind it.
      onConnection: (isConnected) => {
        if (isConnected) return
        setLive((known) => ({ ...known, connection: 'lost' }))
        if (isMissed) void tellProblem(source, setLive)
        isMissed = true
      },
    })
  }, [source])
  return live
}

async function tellProblem(
  source: PageSource,
  setLive: (change: (known: Live) => Live) => void,
): Promise<void> {
  const problem = await problemWith(source)
  setLive((known) => (known.connection === 'lost' ? { ...known, problem } : known))
}

/** A WebSocket that is refused says nothing of why; the same server by HTTP does. */
async function problemWith(source: PageSource): Promise<Problem> {
  try {
    await source.read('project')
  } catch (thrown) {
    return problemOf(thrown)
  }
  return new Problem({
    code: 'NO_WEBSOCKET',
    message: 'the server answers, but not over WebSocket',
    hint: 'If this stays, a proxy in between does not pass WebSocket on.',
  })
}
