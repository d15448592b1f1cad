import { packHistogram } from '../../../src/record/index.ts'
import type { LoadPlan } from '../../../src/measure/load/engine/plan.ts'
import { measureLoad } from '../../../src/measure/load/measure-load.ts'

/** A supervisor in a process of its own, for tests that kill it: its plan is its argument. */
const plan = JSON.parse(process.argv[2] ?? '') as LoadPlan
const { results } = await measureLoad(plan, {
  signal: new AbortController().signal,
  packHistogram,
})
console.log(results[0]?.status)
