import type { Run } from '../../../../src/model/run.ts'
import { RunHead } from '../run/head.tsx'

/** A load test. */
export function LoadRun({ run }: { readonly run: Run }) {
  return <RunHead run={run} />
}
