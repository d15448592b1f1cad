import type { PlannedScenario } from '../../src/model/plan.ts'
import { perfFileIn } from './sides.ts'
import type { Workload } from './workloads.ts'

const STEP_TIMEOUT_MS = 60_000

/** A workload as discovery would find it in a side's folder. */
export function plannedIn(folder: string, workload: Workload): PlannedScenario {
  const { name, kind } = workload
  const file = `${name}.perf.ts`
  return {
    identity: { key: name, name, category: kind, tags: [], params: {}, file },
    budget: {},
    path: perfFileIn(folder, workload),
    exportName: 'workload',
    paramsIndex: 0,
    timeoutMs: STEP_TIMEOUT_MS,
    exclusive: false,
  }
}
