import { Loading, Notice } from '../../parts/notice.tsx'
import { Time } from '../../parts/time.tsx'
import type { Live } from './use-live.ts'

/** Whether what is seen is what is: a connection that was lost is told, and that it has come back. */
export function ConnectionStatus({ live }: { readonly live: Live }) {
  const { connection } = live
  return (
    <div class="live-connection" role="status">
      {connection === 'connected' ? (
        <p class="muted">Connected: this page follows by itself.</p>
      ) : null}
      {connection === 'connecting' ? <Loading what="what is under way" /> : null}
      {connection === 'lost' ? <Lost live={live} /> : null}
    </div>
  )
}

const Lost = ({ live: { heardAtMs, problem } }: { readonly live: Live }) => (
  <Notice tone="warning" title="The connection is lost; it is tried again by itself.">
    {heardAtMs === undefined ? null : (
      <>
        What is shown is of <Time iso={new Date(heardAtMs).toISOString()} />.{' '}
      </>
    )}
    {problem === undefined ? null : `${sentence(problem.message)} ${problem.hint}`}
  </Notice>
)

const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`
