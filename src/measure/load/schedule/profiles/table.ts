import type { LoadProfileName } from '../../../../model/load.ts'
import { breakpoint } from './breakpoint.ts'
import { burst } from './burst.ts'
import { mixed } from './mixed.ts'
import type { LoadModel, Profile } from './profile.ts'
import { ramp } from './ramp.ts'
import { soak } from './soak.ts'
import { spike } from './spike.ts'
import { stress } from './stress.ts'
import { sustained } from './sustained.ts'

/** Every profile, with its numbers, their defaults and what they mean. */
export const PROFILES: Readonly<Record<LoadProfileName, Profile>> = {
  sustained,
  ramp,
  burst,
  spike,
  stress,
  soak,
  mixed,
  breakpoint,
}

/** The level when none is asked for: arrivals per second, or users. */
export const DEFAULT_LEVEL: Readonly<Record<LoadModel, number>> = { open: 100, closed: 10 }
