import { packHistogram } from '../../../src/record/index.ts'
import { measureLoad } from '../../../src/measure/load/measure-load.ts'

/** A supervisor in a process of its own, for tests that kill it: its plan is its argument. */
const { result } = await measureLoad(JSON.parse(process.argv[2] ?? ''), {
  signal: new AbortController().signal,
  packHistogram,
})
console.log(result.status)
