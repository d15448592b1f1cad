import { combine, type Feeder, from, map, type Random, weighted, zipf } from 'plimsoll'
import { CHANNELS, formatCommand, LONGEST_COMMAND } from '../src/commands/command.ts'
import type { UserMessage } from '../src/pipeline.ts'

/**
 * What a chat room says: every form of command, small talk, mistakes, and those who want to do harm. Seeded: the same seed
 * says the same.
 */

const volts = (random: Random): number => (random.below(20_001) - 10_000) / 1000
const channel = (random: Random): number => 1 + random.below(CHANNELS)
const among = <T>(values: readonly [T, ...T[]], random: Random): T =>
  values[random.below(values.length)] ?? values[0]

const voltage = (random: Random): string =>
  formatCommand({ kind: 'cv', channel: channel(random), volts: volts(random) })

const range = (random: Random): string => {
  const [lowVolts = 0, highVolts = 0] = [volts(random), volts(random)].sort((one, two) => one - two)
  return formatCommand({ kind: 'range', channel: channel(random), lowVolts, highVolts })
}

const ramp = (random: Random): string =>
  formatCommand({
    kind: 'ramp',
    channel: channel(random),
    fromVolts: volts(random),
    toVolts: volts(random),
    durationMs: 10 + random.below(2000),
  })

const pattern = (random: Random): string =>
  formatCommand({
    kind: 'pattern',
    channel: channel(random),
    stepVolts: Array.from({ length: 1 + random.below(16) }, () => volts(random)),
    stepsPerMinute: 1 + random.below(1200),
  })

/** Not meant for the bot. */
const talk = (random: Random): string =>
  among(['hello', 'nice one!', 'what does this do?', 'lol', 'more bass', 'first time here'], random)

const unicode = (random: Random): string =>
  among(
    ['!cv ١ ٢', '！cv 1 2', '!cv 1 2\u202e5', '🎛️🎚️', '!çv 1 1', 'a\u0301'.repeat(40), '\ud800'],
    random,
  )

/** A command with one character lost, doubled or exchanged. */
const slip = (random: Random): string => {
  const text = among([voltage, range, ramp, pattern], random)(random)
  const at = random.below(text.length)
  const instead = among(['', text.charAt(at).repeat(2), 'x', '-', '.', ' '], random)
  return text.slice(0, at) + instead + text.slice(at + 1)
}

const outOfBounds = (random: Random): string =>
  among(
    ['!cv 0 1', '!cv 33 1', '!cv 1 10.001', '!ramp 1 0 5 61s', '!pattern 1 1 @0', '!range 1 5..0'],
    random,
  )

const huge = (random: Random): string => '!cv 1 1'.repeat(1 + LONGEST_COMMAND + random.below(200))

type Make = (random: Random) => string
type Choices = readonly (readonly [make: Make, weight: number])[]

/** One of several, as often as its weight says; `random` is drawn from by whichever it is. */
const mixed = (choices: Choices): Feeder<string> => {
  const slots = choices.flatMap(([make, weight]) => Array.from({ length: weight }, () => make))
  return from((random) => slots[random.below(slots.length)]?.(random) ?? '')
}

const wellMeant: Choices = [
  [voltage, 40],
  [range, 8],
  [ramp, 12],
  [pattern, 10],
]
const hostileTexts: Choices = [
  [unicode, 6],
  [slip, 10],
  [outOfBounds, 5],
  [huge, 1],
]

/** Commands that take effect. */
export const commands: Feeder<string> = mixed(wellMeant)

/** Voltages only: each is one packet. */
export const voltages: Feeder<string> = from(voltage)

/** What is refused, and must be cheaply. */
export const hostile: Feeder<string> = mixed(hostileTexts)

/** All of it. */
export const texts: Feeder<string> = mixed([...wellMeant, [talk, 8], ...hostileTexts])

/** Who floods says the same all the time, a hundred times as often as anyone else. */
export const FLOODER = 'flooder'

const people = Array.from({ length: 2000 }, (_, index) => `guest-${index + 1}`)

/** A busy room: some say much, most say little, and one floods. */
export const traffic: Feeder<UserMessage> = map(
  combine({
    text: texts,
    person: zipf(people, { exponent: 0.5 }),
    floods: weighted([
      [true, 15],
      [false, 85],
    ]),
  }),
  ({ text, person, floods }) =>
    floods ? { user: FLOODER, text: '!cv 1 10' } : { user: person, text },
)
