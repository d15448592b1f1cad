import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatCommand, LONGEST_COMMAND } from '../../../examples/cv-bot/src/commands/command.ts'
import { parseCommand } from '../../../examples/cv-bot/src/commands/parse.ts'
import { tokenize } from '../../../examples/cv-bot/src/commands/tokens.ts'
import { anyCommand } from './commands.ts'

const reasonOf = (text: string): string | undefined => {
  const parsed = parseCommand(text)
  return parsed.command === undefined ? parsed.reason : undefined
}

describe('a command', () => {
  it.each([
    ['!cv 1 2.5', { kind: 'cv', channel: 1, volts: 2.5 }],
    ['  !cv   32   -10  ', { kind: 'cv', channel: 32, volts: -10 }],
    ['!cv 1 -0', { kind: 'cv', channel: 1, volts: 0 }],
    ['!range 1 0..5', { kind: 'range', channel: 1, lowVolts: 0, highVolts: 5 }],
    ['!range 2 -2.5..-0.5', { kind: 'range', channel: 2, lowVolts: -2.5, highVolts: -0.5 }],
    ['!ramp 1 0 5 2s', { kind: 'ramp', channel: 1, fromVolts: 0, toVolts: 5, durationMs: 2000 }],
    [
      '!ramp 1 5 0 1.001s',
      { kind: 'ramp', channel: 1, fromVolts: 5, toVolts: 0, durationMs: 1001 },
    ],
    ['!ramp 1 5 0 10ms', { kind: 'ramp', channel: 1, fromVolts: 5, toVolts: 0, durationMs: 10 }],
    [
      '!pattern 1 0,2.5,5 @120',
      { kind: 'pattern', channel: 1, stepVolts: [0, 2.5, 5], stepsPerMinute: 120 },
    ],
    ['!pattern 1 -1 @1', { kind: 'pattern', channel: 1, stepVolts: [-1], stepsPerMinute: 1 }],
  ])('%s', (text, command) => {
    expect(parseCommand(text)).toEqual({ command })
  })

  it('is what its text says, and its text what it is', () => {
    fc.assert(
      fc.property(anyCommand, (command) => {
        const text = formatCommand(command)
        expect(text.length).toBeLessThanOrEqual(LONGEST_COMMAND)
        expect(parseCommand(text)).toEqual({ command })
      }),
    )
  })

  it('may have more spaces where there is one, and none where there is none', () => {
    const spaces = fc.integer({ min: 1, max: 5 })
    fc.assert(
      fc.property(anyCommand, spaces, fc.nat(), (command, count, place) => {
        const text = formatCommand(command)
        fc.pre(text.length + 4 * count < LONGEST_COMMAND)
        const wider = text.replaceAll(' ', ' '.repeat(count))
        expect(parseCommand(` ${wider} `)).toEqual({ command })
        const at = 1 + (place % (text.length - 1))
        const split = `${text.slice(0, at)} ${text.slice(at)}`
        const { command: other } = parseCommand(split)
        // `!cv 12` with a space inside a number may be another command, never the same one.
        if (!/ {2}/.test(split)) expect(other).not.toEqual(command)
      }),
    )
  })
})

describe('what is no command is told why', () => {
  it.each([
    ['', 'expected a command, which begins with !, found nothing'],
    ['hello there', `expected a command, which begins with !, found 'hello'`],
    ['!', 'expected the name of a command right behind the !, found nothing'],
    ['! cv 1 1', `no space belongs before 'cv'`],
    ['!cx 1 1', 'there is no command !cx: commands are !cv, !range, !ramp and !pattern'],
    ['!CV 1 1', `'C' at position 2 belongs to no command`],
    ['!cv', 'expected a channel, found nothing'],
    ['!cv 1', 'expected a voltage, found nothing'],
    ['!cv 0 1', 'channels are 1 to 32'],
    ['!cv 33 1', 'channels are 1 to 32'],
    ['!cv 1.5 1', 'channels are 1 to 32'],
    ['!cv 1 10.001', 'voltages are -10 to 10'],
    ['!cv 1 1.0001', '1.0001 has more than 3 decimals'],
    ['!cv 1 1 1', `'1' is too much`],
    ['!cv 1-1', `expected a space before '-1'`],
    ['!cv 1 --1', `'-' at position 7 belongs to no command`],
    ['!cv 1 1.', `'.' at position 8 belongs to no command`],
    ['!cv 1 1e3', `'e' is too much`],
    ['!cv 1 123456789', 'a number at position 7 is too long'],
    ['!range 1 5..0', 'a range goes upwards, not from 5 to 0'],
    ['!range 1 0 5', `expected .. between the two ends of a range, found '5'`],
    ['!range 1 0 ..5', `no space belongs before '..'`],
    ['!range 1 0...5', `'.' at position 13 belongs to no command`],
    ['!ramp 1 0 5', 'expected a duration, found nothing'],
    ['!ramp 1 0 5 2', 'expected ms or s behind the duration, found nothing'],
    ['!ramp 1 0 5 2h', 'a duration is in ms or s'],
    ['!ramp 1 0 5 9ms', 'a ramp takes 10ms to 60s, in whole ms'],
    ['!ramp 1 0 5 10.5ms', 'a ramp takes 10ms to 60s, in whole ms'],
    ['!ramp 1 0 5 60.001s', 'a ramp takes 10ms to 60s, in whole ms'],
    ['!pattern 1 @120', `expected a voltage, found '@'`],
    ['!pattern 1 1,,2 @120', `expected a voltage, found ','`],
    ['!pattern 1 1, 2 @120', `no space belongs before '2'`],
    ['!pattern 1 1', 'expected @ and the steps a minute, found nothing'],
    ['!pattern 1 1 @0', 'steps a minute are 1 to 1200'],
    ['!pattern 1 1 @1.5', 'steps a minute are 1 to 1200'],
    [`!pattern 1 ${'1,'.repeat(32)}1 @1`, 'a pattern has at most 32 steps'],
    ['!cv ١ ٢', 'U+0661 at position 5 belongs to no command'],
    ['🎛️', 'U+1F39B at position 1 belongs to no command'],
    ['!cv\t1 1', 'U+0009 at position 4 belongs to no command'],
    ['!cv 1 1\0', 'U+0000 at position 8 belongs to no command'],
    ['\ud800', 'U+D800 at position 1 belongs to no command'],
    ['!cv 1 1'.repeat(1e5), 'a command has at most 300 characters'],
  ])('%j', (text, reason) => {
    expect(reasonOf(text)).toBe(reason)
  })

  it('whatever the text is: in one short line of plain characters', () => {
    // Halves of characters too.
    const unit = fc.nat(0x10ffff).map((point) => String.fromCodePoint(point))
    const texts = fc.oneof(
      fc.string({ unit, maxLength: 60 }),
      fc.string({ unit: fc.constantFrom(...'!cvrange 0123456789.,-@ms'), maxLength: 40 }),
      fc
        .tuple(anyCommand, fc.nat(), fc.string({ unit, maxLength: 2 }))
        .map(([command, place, instead]) => {
          const text = formatCommand(command)
          const at = place % text.length
          return text.slice(0, at) + instead + text.slice(at + 1)
        }),
    )
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = parseCommand(text)
        if (parsed.command === undefined) expect(parsed.reason).toMatch(/^[ -~]{5,110}$/)
        else expect(parseCommand(formatCommand(parsed.command))).toEqual(parsed)
      }),
    )
  })
})

describe('tokens', () => {
  it('are the text, but for its spaces', () => {
    const texts = fc.string({ unit: fc.constantFrom(...'!@,..  abz019-'), maxLength: 40 })
    fc.assert(
      fc.property(texts, (text) => {
        const { tokens } = tokenize(text)
        if (tokens === undefined) return
        expect(tokens.map((token) => token.text).join('')).toBe(text.replaceAll(' ', ''))
        for (const token of tokens) {
          expect(text.startsWith(token.text, token.at)).toBe(true)
          expect(token.spaced).toBe(text.charAt(token.at - 1) === ' ')
        }
      }),
    )
  })
})
