import { Loading, Notice } from '../../parts/notice.tsx'
import { Time } from '../../parts/time.tsx'
import type { Live } from './use-live.ts'

/** Whether what is seen is what is: a connection that was lost is told, and that it has come back. */
export function ConnectionStatus({ live }: { readonly live: Live }) {
  const { connection, heardAtMs } = live
  return (
    <div class="live-connection" role="status">
      {connection === 'connected' ? (
        <p class="muted">Connected: this page follows by itself.</p>
      ) : null}
      {connection === 'connecting' ? <Loading what="what is under way" /> : null}
      {connection === 'lost' ? (
        <Notice tone="warning" title="The connection is lost; it is tried again by itself.">
          {heardAtMs === undefined ? (
            'Is plimsoll serve still running?'
          ) : (
            <>
              What is shown is of <Time iso={new Date(heardAtMs).toISOString()} />.
            </>
          )}
        </Notice>
      ) : null}
    </div>
  )
}
