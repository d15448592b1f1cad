import { defineProfile, lengthMs, type Profile } from './profile.ts'

/** As sustained, for hours: leaks, and what fills up, need time to show. */
export const soak: Profile = defineProfile({
  name: 'soak',
  description: 'one level for long: does it leak, fill up or slow down?',
  numbers: { durationMs: lengthMs(3_600_000, 'how long the load lasts, beside its ramps') },
  edges: { rampUpMs: 60_000, rampDownMs: 10_000 },
  legs: (level, number) => [
    { name: 'base', durationMs: number('durationMs'), from: level, to: level },
  ],
})
