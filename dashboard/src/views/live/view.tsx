import { useEffect, useState } from 'preact/hooks'
import { useSource } from '../../source/use-document.ts'

/** What is under way. @param id of the run to watch; `undefined` = whatever there is */
export function LiveView({ id }: { readonly id: string | undefined }) {
  const source = useSource()
  const [isConnected, setConnected] = useState(false)
  useEffect(
    () => source.watch({ onMessage: () => undefined, onConnection: setConnected }),
    [source],
  )
  return (
    <>
      <h1>{id === undefined ? 'Live' : `Live: ${id}`}</h1>
      <p role="status">{isConnected ? 'Connected.' : 'Connecting …'}</p>
    </>
  )
}
