import { hrefOf, refine } from '../../routing/route.ts'
import type { RunSummary } from '../../../../src/model/page.ts'
import { type Chosen, chosenQuery, type Pair, pairOf } from './pair.ts'
import { runText, shown } from './words.ts'

/** What was chosen to be compared, at the foot of the screen; the older run becomes the baseline. */
export function CompareBar(props: {
  readonly chosen: Chosen
  /** Of these runs, as far as they are known. */
  readonly runs: readonly RunSummary[]
}) {
  const { chosen, runs } = props
  if (chosen.length === 0) return null
  return (
    <section class="compare-bar" aria-label="Comparison">
      <div class="pair">
        <Said chosen={chosen} runs={runs} />
      </div>
      <button type="button" onClick={() => refine(chosenQuery([]))}>
        Choose none
      </button>
    </section>
  )
}

function Said({ chosen, runs }: { readonly chosen: Chosen; readonly runs: readonly RunSummary[] }) {
  const pair = pairOf(runs)
  if (pair !== undefined) return <Ready pair={pair} />
  const [one] = runs
  const name = one === undefined ? `run ${shown(chosen[0] ?? '')}` : runText(one)
  return (
    <>
      Chosen: <strong>{name}</strong>.{' '}
      {chosen.length > 1
        ? 'The other one is not in the list.'
        : 'Choose another run to compare it with.'}
    </>
  )
}

/** Both are there. */
function Ready({ pair }: { readonly pair: Pair }) {
  const { current, baseline, caution } = pair
  return (
    <>
      <a class="button" href={hrefOf(['compare', current.id, baseline.id])}>
        Compare
      </a>{' '}
      <strong>{runText(current)}</strong> with <strong>{runText(baseline)}</strong> as its baseline.
      {caution === '' ? null : <p class="caution">{caution}</p>}
    </>
  )
}
