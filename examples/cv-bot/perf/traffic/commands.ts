import { type Feeder, from, type Random } from 'plimsoll'
import {
  CHANNELS,
  MOST_STEPS,
  MOST_STEPS_PER_MINUTE,
  MOST_VOLTS,
} from '../../src/commands/command.ts'
import { among, type Make, oneOf } from './among.ts'

/**
 * Commands that take effect, in every form that the grammar allows: numbers as people write them, spaces where there may be
 * more than one, both ends of every bound. Seeded: the same seed says the same.
 */

/** With none to three decimals, now and then the least or the most there is. */
const volts: Make<string> = oneOf([
  [(random) => String((random.below(20_001) - 10_000) / 1000), 12],
  [(random) => ((random.below(2001) - 1000) / 100).toFixed(2), 4],
  [(random) => String(random.below(21) - 10), 4],
  [among([`${MOST_VOLTS}`, `-${MOST_VOLTS}`, '10.000', '0', '-0', '-0.001']), 1],
])

const channel = (random: Random): number => 1 + random.below(CHANNELS)

/** One, and now and then more. */
const gap = oneOf<string>([
  [() => ' ', 30],
  [(random) => ' '.repeat(2 + random.below(4)), 1],
])

const duration = oneOf<string>([
  [(random) => `${10 + random.below(1991)}ms`, 4],
  [(random) => `${((10 + random.below(1991)) / 1000).toFixed(3)}s`, 2],
  [(random) => `${1 + random.below(3)}s`, 2],
  [among(['10ms', '0.010s', '60s', '60000ms']), 1],
])

const stepCount = oneOf<number>([
  [(random) => 1 + random.below(16), 9],
  [among([1, MOST_STEPS]), 1],
])

const tempo = oneOf<number>([
  [(random) => 1 + random.below(MOST_STEPS_PER_MINUTE), 9],
  [among([1, MOST_STEPS_PER_MINUTE]), 1],
])

const voltage = (random: Random): string => spaced(random, ['!cv', channel(random), volts(random)])

const range = (random: Random): string => {
  const ends = [volts(random), volts(random)].toSorted((one, other) => Number(one) - Number(other))
  return spaced(random, ['!range', channel(random), ends.join('..')])
}

const ramp = (random: Random): string =>
  spaced(random, ['!ramp', channel(random), volts(random), volts(random), duration(random)])

const pattern = (random: Random): string => {
  const steps = Array.from({ length: stepCount(random) }, () => volts(random)).join(',')
  return spaced(random, ['!pattern', channel(random), steps, `@${tempo(random)}`])
}

const spaced = (random: Random, parts: readonly (string | number)[]): string =>
  parts.map((part, index) => (index === 0 ? part : `${gap(random)}${part}`)).join('')

/** Any of them, as often as a room that likes to play says it. */
export const command: Make<string> = oneOf([
  [voltage, 40],
  [range, 8],
  [ramp, 12],
  [pattern, 10],
])

/** Commands that take effect. */
export const commands: Feeder<string> = from(command)

/** Voltages only: each is one packet. */
export const voltages: Feeder<string> = from(voltage)
