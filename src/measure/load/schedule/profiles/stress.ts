import { defineProfile, type Leg, lengthMs, type Profile } from './profile.ts'

/** A staircase of equal steps through the level and beyond it. */
export const stress: Profile = defineProfile({
  name: 'stress',
  description: 'a staircase beyond the level: on which step does it break, and how?',
  numbers: {
    durationMs: lengthMs(120_000, 'how long the load lasts, all steps together'),
    steps: { default: 8, unit: 'count', least: 2, most: 1_000, meaning: 'how many steps' },
    startPercent: {
      default: 25,
      unit: 'percent',
      least: 0.1,
      most: 100,
      meaning: 'the first step, of the level',
    },
    topPercent: {
      default: 200,
      unit: 'percent',
      least: 1,
      most: 100_000,
      meaning: 'the last step, of the level',
    },
  },
  legs: (level, number) => {
    const start = (level * number('startPercent')) / 100
    const rise = (level * number('topPercent')) / 100 - start
    const steps = number('steps')
    return Array.from({ length: steps }, (_, index): Leg => {
      const height = start + (rise * index) / (steps - 1)
      const durationMs = number('durationMs') / steps
      return { name: `step ${index + 1}`, durationMs, from: height, to: height }
    })
  },
})
