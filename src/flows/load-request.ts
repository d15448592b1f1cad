import type { AddressRequest, LoadEvent, LoadPlan } from '../measure/index.ts'
import type { Budget } from '../model/scenario.ts'

/** What to load. */
export interface LoadRequest {
  /** One address, or substrings of scenario names or file paths; none = every scenario. */
  readonly what: readonly string[]
  /** What is asked of an address. */
  readonly asked: Omit<AddressRequest, 'url' | 'insecure' | 'ca' | 'http2'>
  /** Beside what scenarios declare themselves. */
  readonly budget: Budget
  readonly note: string
  /** Shows what happens; called for each plan as it begins. */
  readonly watch?: (plan: LoadPlan) => (event: LoadEvent) => void
}
