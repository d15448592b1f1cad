import { describe, expect, it } from 'vitest'
import { commands, voltages } from '../../../examples/cv-bot/perf/traffic/commands.ts'
import { frames, hostile } from '../../../examples/cv-bot/perf/traffic/hostile.ts'
import { played } from '../../../examples/cv-bot/perf/traffic/played.ts'
import { FLOODER, texts, traffic } from '../../../examples/cv-bot/perf/traffic/room.ts'
import {
  isUserName,
  LARGEST_MESSAGE_BYTES,
  readMessage,
} from '../../../examples/cv-bot/src/chat/protocol.ts'
import {
  CHANNELS,
  type Command,
  LONGEST_RAMP_MS,
  MOST_STEPS,
  MOST_STEPS_PER_MINUTE,
  MOST_VOLTS,
  SHORTEST_RAMP_MS,
} from '../../../examples/cv-bot/src/commands/command.ts'
import { parseCommand } from '../../../examples/cv-bot/src/commands/parse.ts'
import { createRandom } from '../../../src/kernel/random.ts'
import type { Feeder } from '../../../src/model/scenario.ts'

async function drawn<T>(feeder: Feeder<T>, seed = 1): Promise<readonly T[]> {
  const draw = await feeder.open(createRandom(seed))
  return Array.from({ length: 3000 }, () => draw())
}

const kindOf = (text: string): string => parseCommand(text).command?.kind ?? 'refused'

/** How many of each, as a share. */
function shares(values: readonly string[]): Readonly<Record<string, number>> {
  const groups = Object.groupBy(values, (value) => value)
  return Object.fromEntries(
    Object.entries(groups).map(([name, all = []]) => [name, all.length / values.length]),
  )
}

/** How texts of commands may look. */
const SPELLINGS: Readonly<Record<string, RegExp>> = {
  'whole numbers': /^!cv \d+ \d+$/,
  'one decimal': /^!cv \d+ -?\d+\.\d$/,
  'two decimals': /^!cv \d+ -?\d+\.\d\d$/,
  'three decimals': /^!cv \d+ -?\d+\.\d{3}$/,
  'minus nought': / -0$/,
  'several spaces': / {2,}/,
  'a range of negative ends': /^!range \d+ -\S+\.\.-/,
  'a range from a decimal': /^!range \d+ -?\d+\.\d+\.\.\d/,
  seconds: /^!ramp .* \d+s$/,
  'a part of a second': /^!ramp .*\.\d+s$/,
  milliseconds: /^!ramp .* \d+ms$/,
}

const isOf =
  <K extends Command['kind']>(kind: K, met: (command: Extract<Command, { kind: K }>) => boolean) =>
  (command: Command): boolean =>
    command.kind === kind && met(command as Extract<Command, { kind: K }>)

/** What commands may mean: both ends of every bound, and what lies between. */
const FORMS: Readonly<Record<string, (command: Command) => boolean>> = {
  'the first channel': ({ channel }) => channel === 1,
  'the last channel': ({ channel }) => channel === CHANNELS,
  'the most volts': isOf('cv', ({ volts }) => volts === MOST_VOLTS),
  'the least volts': isOf('cv', ({ volts }) => volts === -MOST_VOLTS),
  'a ramp upwards': isOf('ramp', (each) => each.fromVolts < each.toVolts),
  'a ramp downwards': isOf('ramp', (each) => each.fromVolts > each.toVolts),
  'the shortest ramp': isOf('ramp', ({ durationMs }) => durationMs === SHORTEST_RAMP_MS),
  'the longest ramp': isOf('ramp', ({ durationMs }) => durationMs === LONGEST_RAMP_MS),
  'a pattern of one step': isOf('pattern', ({ stepVolts }) => stepVolts.length === 1),
  'a pattern of some steps': isOf('pattern', ({ stepVolts }) => stepVolts.length === 5),
  'the longest pattern': isOf('pattern', ({ stepVolts }) => stepVolts.length === MOST_STEPS),
  'the slowest pattern': isOf('pattern', ({ stepsPerMinute }) => stepsPerMinute === 1),
  'the fastest pattern': isOf(
    'pattern',
    ({ stepsPerMinute }) => stepsPerMinute === MOST_STEPS_PER_MINUTE,
  ),
}

/** Everything that the grammar has to say against a text. */
const REASONS: readonly RegExp[] = [
  /^a command has at most/,
  /belongs to no command$/,
  /^a number at position \d+ is too long$/,
  /^a word at position \d+ is too long$/,
  /^expected a command, which begins with !/,
  /^expected the name of a command/,
  /^there is no command/,
  /^expected a channel/,
  /^expected a voltage/,
  /^expected \.\. between/,
  /^expected a duration/,
  /^expected ms or s/,
  /^expected @/,
  /^expected the steps a minute/,
  /^expected a space before/,
  /^no space belongs before/,
  /^channels are/,
  /^voltages are/,
  /more than 3 decimals$/,
  /^a range goes upwards/,
  /^a duration is in/,
  /^a ramp takes/,
  /^a pattern has at most/,
  /^steps a minute are/,
  /is too much$/,
]

describe('what the bot is fed with', () => {
  it('is the same for the same seed, and another for another', async () => {
    expect(await drawn(traffic, 7)).toEqual(await drawn(traffic, 7))
    expect(await drawn(traffic, 7)).not.toEqual(await drawn(traffic, 8))
  })

  it('has every form of command, none of which is refused', async () => {
    const kinds = shares((await drawn(commands)).map(kindOf))
    expect(Object.keys(kinds).toSorted()).toEqual(['cv', 'pattern', 'ramp', 'range'])
    expect(kinds['cv']).toBeGreaterThan(0.5)
    expect(shares((await drawn(voltages)).map(kindOf))).toEqual({ cv: 1 })
  })

  it('has every form that the grammar allows', async () => {
    const said = await drawn(commands)
    const asked = said.flatMap((text) => parseCommand(text).command ?? [])
    expect(asked).toHaveLength(said.length)
    for (const [form, isSo] of Object.entries(SPELLINGS)) {
      expect(said.filter((text) => isSo.test(text)).length, form).toBeGreaterThan(0)
    }
    for (const [form, isSo] of Object.entries(FORMS)) {
      expect(asked.filter(isSo).length, form).toBeGreaterThan(0)
    }
  })

  it('has what must be refused, for every reason that the grammar knows', async () => {
    const refused = (await drawn(hostile)).flatMap((text) => parseCommand(text).reason ?? [])
    expect(refused).toHaveLength(3000)
    for (const reason of REASONS) {
      expect(refused.filter((each) => reason.test(each)).length, String(reason)).toBeGreaterThan(0)
    }
    // None that this list has forgotten.
    const others = refused.filter((each) => !REASONS.some((reason) => reason.test(each)))
    expect(others).toEqual([])
  })

  it('has texts of every kind of character that looks like another, or like none', async () => {
    const said = (await drawn(hostile)).join('\n')
    const kinds = [
      /\p{Nd}(?<![0-9])/u, // digits of other scripts
      /[\uff01-\uff5e]/u, // wide signs
      /\p{Bidi_Control}/u,
      /\p{Extended_Pictographic}/u,
      /\p{Mn}/u, // marks on other characters
      /\p{Surrogate}/u, // halves of characters
      /\u00a0/u,
      /\u0000/u,
    ]
    for (const kind of kinds) expect(said).toMatch(kind)
  })

  it('has frames that are no message, for every reason, and none that ends its connection', async () => {
    const sent = (await drawn(frames)).map((frame) => frame.toString())
    expect(Math.max(...sent.map((frame) => Buffer.byteLength(frame)))).toBeLessThanOrEqual(
      LARGEST_MESSAGE_BYTES,
    )
    const read = sent.map(readMessage)
    const reasons = new Set(read.filter((each) => typeof each === 'string'))
    expect(reasons.size).toBe(3)
    const [none, id, text] = ['is a JSON object', 'has an id', 'has a text'].map((part) =>
      [...reasons].find((reason) => reason.includes(part)),
    )
    expect([none, id, text]).not.toContain(undefined)
    expect(read.some((each) => typeof each !== 'string')).toBe(true)
  })

  it('has commands whose first voltage is known, and ranges where none is waited for', async () => {
    const said = await drawn(played)
    const asked = said.map(({ text }) => parseCommand(text).command)
    expect(new Set(asked.map((each) => each?.kind)).size).toBe(4)
    const ranged = new Set(asked.flatMap((each) => (each?.kind === 'range' ? each.channel : [])))
    expect([...ranged].toSorted((one, other) => one - other)).toEqual([29, 30, 31, 32])
    for (const [index, { timed }] of said.entries()) {
      if (timed === undefined) continue
      expect(timed).toEqual(asked[index])
      expect(ranged).not.toContain(timed.channel)
    }
    expect(said.filter(({ timed }) => timed === undefined).length).toBeLessThan(0.3 * said.length)
  })

  it('is mostly well meant', async () => {
    expect(shares((await drawn(texts)).map(kindOf))['refused']).toBeLessThan(0.4)
  })

  it('comes from many, of whom one floods', async () => {
    const users = (await drawn(traffic)).map(({ user }) => user)
    expect(users.every(isUserName)).toBe(true)
    expect(new Set(users).size).toBeGreaterThan(500)
    expect(shares(users)[FLOODER]).toBeCloseTo(0.15, 1)
  })
})
