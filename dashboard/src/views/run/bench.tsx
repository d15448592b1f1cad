import type { Run } from '../../../../src/model/run.ts'
import { formatQuantity } from '../../../../src/show/text/quantity.ts'
import { RunHead } from './head.tsx'

/** A run of benchmarks. */
export function BenchRun({ run }: { readonly run: Run }) {
  return (
    <>
      <RunHead run={run} />
      <ul>
        {run.results.map(({ scenario, metrics: { latency } }) => (
          <li key={scenario.key}>
            {scenario.key}:{' '}
            {latency === undefined ? '–' : formatQuantity(latency.p50, latency.unit)}
          </li>
        ))}
      </ul>
    </>
  )
}
