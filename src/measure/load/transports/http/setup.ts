import type { StatusVerdicts } from './check/status.ts'
import type { Expectations } from './check/expectations.ts'
import type { HttpCounts } from './counts.ts'
import type { Dialer } from './dialer.ts'
import type { RequestMaker } from './request.ts'
import type { Sweep } from './sweep.ts'

/** What all connections of a client share. */
export interface ConnectionSetup {
  readonly dialer: Dialer
  readonly requests: RequestMaker
  readonly statuses: StatusVerdicts
  readonly expectations: Expectations
  readonly sweep: Sweep
  /** Exchanges that a connection may carry at a time; ≥ 1. */
  readonly pipelining: number
  readonly counts: HttpCounts
}
