import { defineProfile, lengthMs, type Profile } from './profile.ts'

/** One sudden rise, and most of the time behind it, to see how long recovery takes. */
export const spike: Profile = defineProfile({
  name: 'spike',
  description: 'one sudden spike over a base: does it survive, and how soon is it well again?',
  numbers: {
    durationMs: lengthMs(60_000, 'how long the load lasts, before and after the spike too'),
    spikeFactor: {
      default: 10,
      unit: 'factor',
      least: 1,
      most: 10_000,
      meaning: 'height of the spike, of the level',
    },
    beforePercent: {
      default: 30,
      unit: 'percent',
      least: 0,
      most: 45,
      meaning: 'how much of the time is before the spike',
    },
    spikePercent: {
      default: 10,
      unit: 'percent',
      least: 0.1,
      most: 50,
      meaning: 'how much of the time is spike',
    },
  },
  legs: (level, number) => {
    const partMs = (percent: number): number => (number('durationMs') * percent) / 100
    const height = level * number('spikeFactor')
    const after = 100 - number('beforePercent') - number('spikePercent')
    return [
      { name: 'base', durationMs: partMs(number('beforePercent')), from: level, to: level },
      { name: 'spike', durationMs: partMs(number('spikePercent')), from: height, to: height },
      { name: 'recovery', durationMs: partMs(after), from: level, to: level },
    ]
  },
})
