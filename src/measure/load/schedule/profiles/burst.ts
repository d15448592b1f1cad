import { defineProfile, type Leg, lengthMs, type Profile } from './profile.ts'

/** Repeated bursts over a base, each with as much base before as behind it, so that recovery shows. */
export const burst: Profile = defineProfile({
  name: 'burst',
  description: 'repeated bursts over a base: does it hold through each, and recover in between?',
  numbers: {
    durationMs: lengthMs(60_000, 'how long the load lasts, all bursts together'),
    bursts: {
      default: 6,
      unit: 'count',
      least: 1,
      most: 10_000,
      meaning: 'how many bursts, evenly over the time',
    },
    burstFactor: {
      default: 5,
      unit: 'factor',
      least: 1,
      most: 1_000,
      meaning: 'height of a burst, of the level',
    },
    burstPercent: {
      default: 20,
      unit: 'percent',
      least: 0.1,
      most: 90,
      meaning: 'how much of the time is burst',
    },
  },
  legs: (level, number) => {
    const cycleMs = number('durationMs') / number('bursts')
    const burstMs = (cycleMs * number('burstPercent')) / 100
    const gapMs = cycleMs - burstMs
    const height = level * number('burstFactor')
    const base = (durationMs: number): Leg => ({ name: 'base', durationMs, from: level, to: level })
    const each = Array.from({ length: number('bursts') }, (_, index): readonly Leg[] => [
      base(index === 0 ? gapMs / 2 : gapMs),
      { name: `burst ${index + 1}`, durationMs: burstMs, from: height, to: height },
    ])
    return [...each.flat(), base(gapMs / 2)]
  },
})
