import { combine, type Feeder, from, map, weighted, zipf } from 'plimsoll'
import type { UserMessage } from '../../src/pipeline.ts'
import { oneOf } from './among.ts'
import { command } from './commands.ts'
import { hostileText, talk } from './hostile.ts'

/** What a chat room says: commands, small talk, mistakes, and those who want to do harm. */
export const texts: Feeder<string> = from(
  oneOf([
    [command, 70],
    [talk, 8],
    [hostileText, 22],
  ]),
)

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
