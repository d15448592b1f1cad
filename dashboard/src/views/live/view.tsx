import { useRef } from 'preact/hooks'
import { Empty } from '../../parts/empty.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useTitle } from '../../parts/page-title.ts'
import { hrefOf } from '../../routing/route.ts'
import { useSource } from '../../source/use-document.ts'
import { chosenRun } from './chosen.ts'
import { ConnectionStatus } from './connection.tsx'
import './live.css'
import { RunUnderWay } from './live-run.tsx'
import { RunList } from './run-list.tsx'
import { useLive } from './use-live.ts'

/** What is under way. @param id of the run to watch; `undefined` = whatever there is */
export function LiveView({ id }: { readonly id: string | undefined }) {
  const { kind } = useSource()
  const live = useLive()
  const { runs } = live.board
  const watched = useRef<string | undefined>(undefined)
  const shown = chosenRun(runs, { asked: id, shown: watched.current })
  watched.current = shown?.id
  useTitle(shown === undefined ? 'live' : `live: ${shown.kind}`)
  if (kind === 'frozen') {
    return <Notice tone="plain" title="A report is of what was: plimsoll serve shows what is." />
  }
  return (
    <>
      <h1>Live</h1>
      <ConnectionStatus live={live} />
      <RunList runs={runs} shown={shown?.id ?? ''} />
      {shown === undefined ? null : <RunUnderWay key={shown.id} run={shown} />}
      {shown === undefined && live.heardAtMs !== undefined ? <NothingHere id={id} /> : null}
    </>
  )
}

function NothingHere({ id }: { readonly id: string | undefined }) {
  if (id === undefined) {
    return (
      <Empty title="Nothing is being measured.">
        <p>
          As soon as <code>plimsoll run</code>, <code>check</code>, <code>duet</code> or{' '}
          <code>load</code> begins in this project, it is seen here.
        </p>
        <p>
          <a href={hrefOf(['runs'])}>See what was recorded.</a>
        </p>
      </Empty>
    )
  }
  return (
    <Empty title="This run is not under way.">
      <p>
        If it has ended, <a href={hrefOf(['runs', id])}>its record</a> says all. Else see{' '}
        <a href={hrefOf(['live'])}>what is under way</a>.
      </p>
    </Empty>
  )
}
