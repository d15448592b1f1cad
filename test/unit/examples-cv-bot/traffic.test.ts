import { describe, expect, it } from 'vitest'
import {
  commands,
  FLOODER,
  hostile,
  texts,
  traffic,
  voltages,
} from '../../../examples/cv-bot/perf/traffic.ts'
import { isUserName } from '../../../examples/cv-bot/src/chat/protocol.ts'
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

  it('has what must be refused, for many reasons', async () => {
    const refused = (await drawn(hostile)).flatMap((text) => parseCommand(text).reason ?? [])
    // A slip of the finger may be a command all the same.
    expect(refused.length).toBeGreaterThan(0.7 * 3000)
    expect(
      new Set(refused.map((reason) => reason.replaceAll(/\d+|'.*?'/g, ''))).size,
    ).toBeGreaterThan(12)
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
