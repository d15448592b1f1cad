import { defineProfile, lengthMs, type Profile } from './profile.ts'

/** Rises in a straight line, then stays at the top, so that there is something steady to judge. */
export const ramp: Profile = defineProfile({
  name: 'ramp',
  description: 'rises to the level and stays there: from where on does it slow down?',
  numbers: {
    durationMs: lengthMs(60_000, 'how long the load lasts, the rise among it'),
    startPercent: {
      default: 10,
      unit: 'percent',
      least: 1,
      most: 100,
      meaning: 'where the rise begins, of the level',
    },
    risePercent: {
      default: 75,
      unit: 'percent',
      least: 1,
      most: 95,
      meaning: 'how much of the time it rises',
    },
  },
  legs: (level, number) => {
    const riseMs = (number('durationMs') * number('risePercent')) / 100
    const start = (level * number('startPercent')) / 100
    return [
      { name: 'rise', durationMs: riseMs, from: start, to: level },
      { name: 'top', durationMs: number('durationMs') - riseMs, from: level, to: level },
    ]
  },
})
