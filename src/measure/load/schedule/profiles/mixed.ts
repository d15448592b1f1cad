import { defineProfile, lengthMs, type Profile } from './profile.ts'

/** One level, shared among scenarios or kinds of users by weight (see mix.ts). */
export const mixed: Profile = defineProfile({
  name: 'mixed',
  description:
    'several scenarios or kinds of users at once, by weight: do they hinder one another?',
  numbers: { durationMs: lengthMs(60_000, 'how long the load lasts, beside its ramps') },
  edges: { rampUpMs: 5_000 },
  legs: (level, number) => [
    { name: 'base', durationMs: number('durationMs'), from: level, to: level },
  ],
})
