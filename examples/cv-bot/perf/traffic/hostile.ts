import { type Feeder, from } from 'plimsoll'
import { LONGEST_COMMAND, MOST_STEPS } from '../../src/commands/command.ts'
import { parseCommand } from '../../src/commands/parse.ts'
import { among, type Make, oneOf } from './among.ts'
import { command } from './commands.ts'

/** What must be refused, and cheaply: slips, nonsense, and what somebody sends who wants to do harm. */

/** Not meant for the bot. */
export const talk: Make<string> = among([
  'hello',
  'nice one!',
  'what does this do?',
  'lol',
  'more bass',
  'first time here',
])

/** Other scripts' digits, wide signs, texts that turn round, characters of several, halves of characters. */
const unicode: Make<string> = among([
  '!cv ١ ٢',
  '！cv 1 2',
  '!cv 1 2\u202e5',
  '🎛️🎚️',
  '!çv 1 1',
  '!cv 1 −2',
  '!cv\u00a01 1',
  'a\u0301'.repeat(40),
  '!cv 1 1\u0000',
  '\ud800',
])

/** A command with one character lost, doubled or exchanged. */
const slip: Make<string> = (random) => {
  const text = command(random)
  const at = random.below(text.length)
  const instead = among(['', text.charAt(at).repeat(2), 'x', '-', '.', ' '])(random)
  return text.slice(0, at) + instead + text.slice(at + 1)
}

/** A command that breaks off. */
const cut: Make<string> = (random) => {
  const text = command(random)
  return text.slice(0, random.below(text.length))
}

/** Just beyond what the grammar allows. */
const outOfBounds: Make<string> = among([
  '!cv 0 1',
  '!cv 33 1',
  '!cv 1.5 1',
  '!cv 1 10.001',
  '!cv 1 0.0001',
  '!cv 1 123456789',
  '!cv 1 1 1',
  '!range 1 5..0',
  '!ramp 1 0 5 61s',
  '!ramp 1 0 5 9ms',
  '!ramp 1 0 5 2min',
  '!pattern 1 1 @0',
  '!pattern 1 1 @1201',
  `!pattern 1 ${'1,'.repeat(MOST_STEPS)}1 @1`,
  '!dance 1 1',
  '!supercalifragilistic 1',
])

const huge: Make<string> = (random) => '!cv 1 1'.repeat(1 + LONGEST_COMMAND + random.below(200))

const attempt: Make<string> = oneOf([
  [unicode, 6],
  [slip, 10],
  [cut, 4],
  [outOfBounds, 8],
  [huge, 1],
])

/** What turns out to be a command all the same, as a slip may, is not meant: there is another one. */
export const hostileText: Make<string> = (random) => {
  for (;;) {
    const text = attempt(random)
    if (parseCommand(text).command === undefined) return text
  }
}

/** Texts of messages. */
export const hostile: Feeder<string> = from(hostileText)

/** What somebody sends over a WebSocket that need not even be a message. */
export type Frame = string | Buffer

/** No message at all, each for a reason of its own. */
const noMessage: Make<Frame> = among<Frame>([
  '',
  '{',
  'null',
  '[1,2,3]',
  '"!cv 1 1"',
  '{}',
  '{"id":1}',
  '{"id":1,"text":7}',
  '{"id":{},"text":"!cv 1 1"}',
  '{"id":1.5,"text":"!cv 1 1"}',
  `{"id":"${'x'.repeat(65)}","text":"!cv 1 1"}`,
  '['.repeat(2000),
  Buffer.from([0xff, 0xfe, 0x00, 0x80]),
])

/** A message of a text that must be refused. A new line and a quote must not break out of it. */
const message: Make<Frame> = (random) =>
  JSON.stringify({ id: random.below(1e6), text: hostileText(random).slice(0, MOST_TEXT) })

/** Beyond some 4 kB a frame ends its connection, which is another matter. */
const MOST_TEXT = 2000

/** Everything that a chat server must bear without a change of anything. */
export const frames: Feeder<Frame> = from(
  oneOf<Frame>([
    [noMessage, 1],
    [message, 2],
  ]),
)
