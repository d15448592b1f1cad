/** Drives targets by a schedule, many iterations at a time. */

export {
  type LaneEvent,
  type LoadEvent,
  type LoadMeasurement,
  type LoadOptions,
  measureLoad,
} from './measure-load.ts'
export { LoadAbort, type LoadMark } from './engine/marks.ts'
export { recordedSchedule } from './engine/load-result.ts'
export { type LoadLane, type LoadPlan, USUAL_LATE_BEYOND_MS } from './engine/plan.ts'
export { ownTransports, transportModule } from './transports/index.ts'
export { requireSensible } from './transports/load-transport.ts'
export { runSelfTest, SELF_TEST_MS, selfTestPlan, SHORTEST_SELF_TEST_MS } from './selftest/index.ts'
export { scheduleDurationMs } from './schedule/describe.ts'
export { laneUsers, shareOfMix } from './schedule/lane.ts'
export { parseReplay } from './schedule/replay/parse.ts'
export { WHOLE_LOAD } from './schedule/share.ts'
export { isLoopback } from './address/hosts.ts'
export type { AddressRequest } from './address/request.ts'
export type { AddressWork } from './address/address-work.ts'
export { isAddress, refuseAddressParts, workOfAddress } from './address/work.ts'
export type { BreakpointObservation } from './schedule/breakpoint/gaps.ts'
export { type BreakpointPlan, breakpointPlan } from './schedule/breakpoint/options.ts'
export { type BreakpointFound, nextStep } from './schedule/breakpoint/search.ts'
export type { Drive } from './schedule/profiles/plan.ts'
export { planProfile, planReplay } from './schedule/profiles/plan.ts'
export type { Profile, ProfileNumbers, ProfileParameter } from './schedule/profiles/profile.ts'
export { resolveNumbers } from './schedule/profiles/resolve.ts'
export { DEFAULT_LEVEL, PROFILES } from './schedule/profiles/table.ts'
export { type LoadRound, measureRound, type RoundPlan } from './against/measure-round.ts'
