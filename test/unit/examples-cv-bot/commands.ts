import fc from 'fast-check'
import {
  CHANNELS,
  type Command,
  LONGEST_RAMP_MS,
  MOST_STEPS,
  MOST_STEPS_PER_MINUTE,
  SHORTEST_RAMP_MS,
} from '../../../examples/cv-bot/src/commands/command.ts'

/** Any command that there is. */

const channel = fc.integer({ min: 1, max: CHANNELS })
const volts = fc.integer({ min: -10_000, max: 10_000 }).map((millivolts) => millivolts / 1000)

export const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ kind: fc.constant('cv' as const), channel, volts }),
  fc.tuple(channel, volts, volts).map(([number, one, other]) => ({
    kind: 'range' as const,
    channel: number,
    lowVolts: Math.min(one, other),
    highVolts: Math.max(one, other),
  })),
  fc.record({
    kind: fc.constant('ramp' as const),
    channel,
    fromVolts: volts,
    toVolts: volts,
    durationMs: fc.integer({ min: SHORTEST_RAMP_MS, max: LONGEST_RAMP_MS }),
  }),
  fc.record({
    kind: fc.constant('pattern' as const),
    channel,
    stepVolts: fc.array(volts, { minLength: 1, maxLength: MOST_STEPS }),
    stepsPerMinute: fc.integer({ min: 1, max: MOST_STEPS_PER_MINUTE }),
  }),
)
