import { defineProfile, type Leg, lengthMs, type Profile } from './profile.ts'

/**
 * Looks for the highest rate that keeps the budgets (see breakpoint/search.ts). Which rates are tried depends on what is
 * seen; as a schedule it shows the first of them, as they go while all of them hold.
 */
export const breakpoint: Profile = defineProfile({
  name: 'breakpoint',
  description: 'looks for the highest rate that keeps the budgets, beginning at the level',
  models: ['open'],
  numbers: {
    stepMs: lengthMs(10_000, 'how long each rate is tried'),
    confirmMs: lengthMs(20_000, 'how long a rate is tried that was tried before'),
    restMs: { ...lengthMs(2_000, 'pause after a rate that did not hold'), least: 0 },
    growth: {
      default: 2,
      unit: 'factor',
      least: 1.1,
      most: 10,
      meaning: 'by how much the rate grows until one does not hold',
    },
    precisionPercent: {
      default: 5,
      unit: 'percent',
      least: 0.5,
      most: 50,
      meaning: 'how narrow the answer is to be',
    },
    lowestPerSecond: {
      default: 1,
      unit: 'perSecond',
      least: 0.001,
      most: 10_000_000,
      meaning: 'the lowest rate that is tried, where the level does not hold',
    },
    highestPerSecond: {
      default: 1_000_000,
      unit: 'perSecond',
      least: 1,
      most: 10_000_000,
      meaning: 'the highest rate that is tried',
    },
    mostSteps: {
      default: 60,
      unit: 'count',
      least: 3,
      most: 1_000,
      meaning: 'how many tries it may take',
    },
  },
  legs: (level, number) => {
    const legs: Leg[] = []
    const most = number('highestPerSecond')
    for (let rate = level; legs.length < number('mostSteps'); rate *= number('growth')) {
      const height = Math.min(rate, most)
      const name = `try ${legs.length + 1}`
      legs.push({ name, durationMs: number('stepMs'), from: height, to: height })
      if (!(height > 0) || rate >= most) break
    }
    return legs
  },
})
