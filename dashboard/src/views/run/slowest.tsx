import type { Result, SlowIteration } from '../../../../src/model/run.ts'
import { formatCount, formatPercent, formatQuantity } from '../../../../src/show/text/quantity.ts'
import { Fold } from '../../parts/fold.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { shownName } from './names.ts'

/** Stages that a row names. */
const STAGES_NAMED = 4

/** What is told of them. */
interface SlowestInput {
  readonly slowest: readonly SlowIteration[]
  readonly caption: string
  /** Which one it is. */
  readonly which: Column<SlowIteration>
  readonly latency: Column<SlowIteration>
}

/** The slowest single iterations, each with where its time went. */
export function SlowestIterations({ slowest, caption, which, latency }: SlowestInput) {
  if (slowest.length === 0) return null
  return (
    <Fold title={`The slowest iterations (${slowest.length})`}>
      {() => (
        <Table
          caption={caption}
          columns={[which, latency, STAGES]}
          rows={slowest}
          keyOf={({ launch, iteration }) => `${launch}/${iteration}`}
        />
      )}
    </Fold>
  )
}

/** Those of a benchmark. */
export function Slowest({ result }: { readonly result: Pick<Result, 'slowest' | 'scenario'> }) {
  const { slowest, scenario } = result
  const caption = `The slowest iterations of ${shownName(scenario.key)}`
  return <SlowestIterations slowest={slowest} caption={caption} which={WHICH} latency={LATENCY} />
}

const WHICH: Column<SlowIteration> = {
  id: 'which',
  title: 'Which',
  cell: ({ launch, iteration }) => `launch ${launch + 1}, iteration ${formatCount(iteration + 1)}`,
}

const LATENCY: Column<SlowIteration> = {
  id: 'latency',
  title: 'latency',
  kind: 'number',
  cell: ({ latencyNs }) => formatQuantity(latencyNs, 'ns'),
}

const STAGES: Column<SlowIteration> = {
  id: 'stages',
  title: 'Longest stages',
  cell: stagesText,
}

/** `send 8.20 ms (71 %), decode 2.10 ms (18 %)`. */
function stagesText({ stages, latencyNs }: SlowIteration): string {
  const longest = stages.toSorted((a, b) => b.latencyNs - a.latencyNs).slice(0, STAGES_NAMED)
  return longest
    .map(({ name, latencyNs: ns }) => {
      const share = latencyNs > 0 ? ` (${formatPercent((100 * ns) / latencyNs)})` : ''
      return `${shownName(name)} ${formatQuantity(ns, 'ns')}${share}`
    })
    .join(', ')
}
