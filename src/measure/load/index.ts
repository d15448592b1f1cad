/** Drives targets by a schedule, many iterations at a time. */

export { type LoadEvent, measureLoad } from './measure-load.ts'
export { type LoadPlan, USUAL_LATE_BEYOND_MS } from './engine/plan.ts'
export { transportModule } from './transports/index.ts'
export { scheduleDurationMs } from './schedule/describe.ts'
export { isLoopback } from './address/hosts.ts'
export type { AddressRequest } from './address/request.ts'
export { type AddressWork, isAddress, workOfAddress } from './address/work.ts'
export type { Drive } from './schedule/profiles/plan.ts'
export { planProfile } from './schedule/profiles/plan.ts'
export type { Profile, ProfileParameter } from './schedule/profiles/profile.ts'
export { resolveNumbers } from './schedule/profiles/resolve.ts'
export { DEFAULT_LEVEL, PROFILES } from './schedule/profiles/table.ts'
