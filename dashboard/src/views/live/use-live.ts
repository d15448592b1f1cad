import { useEffect, useState } from 'preact/hooks'
import { useSource } from '../../source/use-document.ts'
import { type Board, EMPTY_BOARD, heard } from './board.ts'

/** What is under way, and whether this page would hear if it changed. */
export interface Live {
  readonly board: Board
  readonly connection: Connection
  /** When something was heard last, in ms since 1970; `undefined` = never. */
  readonly heardAtMs: number | undefined
}

/** `connecting`: for the first time. `lost`: tried again and again. */
export type Connection = 'connecting' | 'connected' | 'lost'

const NOTHING: Live = { board: EMPTY_BOARD, connection: 'connecting', heardAtMs: undefined }

/** Watches as long as the view is there. */
export function useLive(): Live {
  const source = useSource()
  const [live, setLive] = useState(NOTHING)
  useEffect(
    () =>
      source.watch({
        onMessage: (message) =>
          setLive(({ board }) => ({
            board: heard(board, message),
            connection: 'connected',
            heardAtMs: Date.now(),
          })),
        // Connected is who hears something: a proxy may accept, and know of nobody behind it.
        onConnection: (isConnected) => {
          if (!isConnected) setLive((known) => ({ ...known, connection: 'lost' }))
        },
      }),
    [source],
  )
  return live
}
