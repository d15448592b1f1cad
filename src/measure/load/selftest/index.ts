/** A load test of a server that is known through and through: does the generator tell the truth on this machine? */

export { SELF_TEST_MS, selfTestPlan, SHORTEST_SELF_TEST_MS } from './plan.ts'
export { runSelfTest } from './run.ts'
