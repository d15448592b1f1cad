import type { LiveRun } from '../../../../src/model/page.ts'
import { Badge } from '../../parts/badge.tsx'
import { Time } from '../../parts/time.tsx'
import { hrefOf } from '../../routing/route.ts'
import { kindWord, STATUS } from './words.ts'

/** Every run that is under way, or has just ended, where there are several. */
export function RunList(props: { readonly runs: readonly LiveRun[]; readonly shown: string }) {
  const { runs, shown } = props
  if (runs.length < 2) return null
  return (
    <nav class="live-runs" aria-label="Runs under way">
      <ul>
        {runs.map((run) => (
          <li key={run.id}>
            <a href={hrefOf(['live', run.id])} aria-current={run.id === shown ? 'page' : undefined}>
              {kindWord(run)} of <Time iso={run.startedAt} />
            </a>{' '}
            <Badge {...STATUS[run.status]} />
          </li>
        ))}
      </ul>
    </nav>
  )
}
