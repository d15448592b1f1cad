import type { ComparedRun, Comparison } from '../../../../src/model/comparison.ts'
import type { Run } from '../../../../src/model/run.ts'
import { environmentLine } from '../../../../src/show/text/sentences.ts'
import { visibleLine } from '../../../../src/show/text/visible.ts'
import { RevisionText } from '../../parts/commit-link.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Time } from '../../parts/time.tsx'
import { useShortcuts } from '../../parts/shortcuts.ts'
import { go, hrefOf } from '../../routing/route.ts'
import type { Loaded } from '../../source/use-document.ts'
import { useSource } from '../../source/use-document.ts'
import type { Runs } from './runs.ts'

/** Which run was judged, and which one it was judged by. */
export function Sides(props: { readonly comparison: Comparison; readonly runs: Runs }) {
  const { comparison, runs } = props
  const { current, baseline } = comparison
  const title =
    baseline.name === baseline.run ? 'Baseline' : `Baseline: ${visibleLine(baseline.name)}`
  const isSame = current.environment.fingerprint === baseline.environment.fingerprint
  return (
    <section class="compare-sides" aria-label="Which run against which">
      <Side title="Current" side={current} loaded={runs.current} />
      <Side title={title} side={baseline} loaded={runs.baseline} />
      <p class="compare-between muted">
        {isSame ? 'Both were measured on environments that may be compared. ' : null}
        <Swap current={current.run} baseline={baseline.run} />
      </p>
    </section>
  )
}

function Side(props: {
  readonly title: string
  readonly side: ComparedRun
  readonly loaded: Loaded<Run>
}) {
  const { title, side, loaded } = props
  const { name, run, revision, environment } = side
  const isNamed = name !== undefined && name !== run && !title.endsWith(` ${name}`)
  const isThere = loaded.state === 'ready'
  return (
    <div class="panel">
      <h2>{title}</h2>
      <Facts
        facts={[
          ['Side', isNamed ? visibleLine(name) : null],
          ['Revision', <RevisionText key="revision" revision={revision} />],
          ['Commit', revision === null ? null : visibleLine(revision.subject)],
          ['Measured', isThere ? <Time iso={loaded.document.startedAt} /> : null],
          ['Environment', visibleLine(environmentLine(environment))],
          ['Note', isThere ? visibleLine(loaded.document.note) : null],
          ['Run', <RunLink key="run" id={run} loaded={loaded} />],
        ]}
      />
    </div>
  )
}

/** A link, unless the run is not in this report. */
function RunLink({ id, loaded }: { readonly id: string; readonly loaded: Loaded<Run> }) {
  if (loaded.state === 'failed') {
    return (
      <>
        <code>{visibleLine(id)}</code> <span class="muted">({loaded.problem.message})</span>
      </>
    )
  }
  return (
    <a href={hrefOf(['runs', id])}>
      See run <code>{visibleLine(id)}</code>
    </a>
  )
}

/** The other way round; a frozen report holds one way only. */
function Swap({ current, baseline }: { readonly current: string; readonly baseline: string }) {
  const { kind } = useSource()
  const href = hrefOf(['compare', baseline, current])
  const shortcuts =
    kind === 'live' ? [{ keys: 'x', title: 'Swap current and baseline', run: () => go(href) }] : []
  useShortcuts(shortcuts, [href, kind])
  return kind === 'live' ? <a href={href}>Swap current and baseline</a> : null
}
