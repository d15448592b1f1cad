import { defineProfile, lengthMs, type Profile } from './profile.ts'

/** One level from the first moment to the last. */
export const sustained: Profile = defineProfile({
  name: 'sustained',
  description: 'one level all the time: how fast is it, and does it keep up?',
  numbers: { durationMs: lengthMs(10_000, 'how long the load lasts') },
  legs: (level, number) => [
    { name: 'base', durationMs: number('durationMs'), from: level, to: level },
  ],
})
