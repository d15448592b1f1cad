import {
  CHANNELS,
  type Command,
  LONGEST_COMMAND,
  LONGEST_RAMP_MS,
  MOST_STEPS,
  MOST_STEPS_PER_MINUTE,
  MOST_VOLTS,
  type PatternCommand,
  type RampCommand,
  type RangeCommand,
  SHORTEST_RAMP_MS,
  type VoltageCommand,
} from './command.ts'
import { type Token, type TokenKind, tokenize } from './tokens.ts'

/**
 *   command  = "!cv" channel volts
 *            | "!range" channel volts ".." volts
 *            | "!ramp" channel volts volts number ("s" | "ms")
 *            | "!pattern" channel volts { "," volts } "@" number
 *
 * Spaces stand between the parts of a line above, and nowhere else. Nothing throws, and no text is read further than to
 * the first thing that is wrong: refusing is as cheap as accepting.
 */

/** A command, or in one short line why it is none. */
export type Parsed =
  | { readonly command: Command; readonly reason?: never }
  | { readonly command?: never; readonly reason: string }

export function parseCommand(text: string): Parsed {
  if (text.length > LONGEST_COMMAND) {
    return { reason: `a command has at most ${LONGEST_COMMAND} characters` }
  }
  const cut = tokenize(text)
  if (cut.tokens === undefined) return cut
  const reader = new Reader(cut.tokens)
  const command = readCommand(reader)
  reader.end()
  return command === undefined || reader.reason !== undefined
    ? { reason: reader.reason ?? KNOWN }
    : { command }
}

const KNOWN = 'commands are !cv, !range, !ramp and !pattern'

function readCommand(reader: Reader): Command | undefined {
  if (reader.take('!', 'a command, which begins with !') === undefined) return undefined
  const name = reader.takeJoined('word', 'the name of a command right behind the !')
  switch (name?.text) {
    case 'cv':
      return readVoltage(reader)
    case 'range':
      return readRange(reader)
    case 'ramp':
      return readRamp(reader)
    case 'pattern':
      return readPattern(reader)
    case undefined:
      return undefined
    default:
      reader.refuse(`there is no command !${name?.text}: ${KNOWN}`)
      return undefined
  }
}

function readVoltage(reader: Reader): VoltageCommand {
  return {
    kind: 'cv',
    channel: readChannel(reader),
    volts: readVolts(reader.takeSpaced('number', VOLTS), reader),
  }
}

function readRange(reader: Reader): RangeCommand {
  const channel = readChannel(reader)
  const lowVolts = readVolts(reader.takeSpaced('number', VOLTS), reader)
  reader.takeJoined('..', '.. between the two ends of a range')
  const highVolts = readVolts(reader.takeJoined('number', VOLTS), reader)
  if (lowVolts > highVolts)
    reader.refuse(`a range goes upwards, not from ${lowVolts} to ${highVolts}`)
  return { kind: 'range', channel, lowVolts, highVolts }
}

function readRamp(reader: Reader): RampCommand {
  const channel = readChannel(reader)
  const fromVolts = readVolts(reader.takeSpaced('number', VOLTS), reader)
  const toVolts = readVolts(reader.takeSpaced('number', VOLTS), reader)
  return { kind: 'ramp', channel, fromVolts, toVolts, durationMs: readDuration(reader) }
}

function readPattern(reader: Reader): PatternCommand {
  const channel = readChannel(reader)
  const stepVolts = [readVolts(reader.takeSpaced('number', VOLTS), reader)]
  while (reader.skipJoined(',')) {
    stepVolts.push(readVolts(reader.takeJoined('number', VOLTS), reader))
  }
  if (stepVolts.length > MOST_STEPS) reader.refuse(`a pattern has at most ${MOST_STEPS} steps`)
  reader.takeSpaced('@', '@ and the steps a minute')
  const stepsPerMinute = readWhole(reader.takeJoined('number', 'the steps a minute'), reader)
  if (!(stepsPerMinute >= 1 && stepsPerMinute <= MOST_STEPS_PER_MINUTE)) {
    reader.refuse(`steps a minute are 1 to ${MOST_STEPS_PER_MINUTE}`)
  }
  return { kind: 'pattern', channel, stepVolts, stepsPerMinute }
}

const VOLTS = 'a voltage'
const DECIMALS = /\.\d{4}/

function readChannel(reader: Reader): number {
  const channel = readWhole(reader.takeSpaced('number', 'a channel'), reader)
  if (!(channel >= 1 && channel <= CHANNELS)) reader.refuse(`channels are 1 to ${CHANNELS}`)
  return channel
}

function readVolts(token: Token | undefined, reader: Reader): number {
  const volts = readNumber(token, reader)
  if (!(Math.abs(volts) <= MOST_VOLTS))
    reader.refuse(`voltages are -${MOST_VOLTS} to ${MOST_VOLTS}`)
  return volts
}

function readDuration(reader: Reader): number {
  const number = reader.takeSpaced('number', 'a duration')
  const value = readNumber(number, reader)
  const unit = reader.takeJoined('word', 'ms or s behind the duration')?.text
  if (unit !== 's' && unit !== 'ms') reader.refuse('a duration is in ms or s')
  // Three decimals of a second are whole milliseconds, but for how they are kept.
  const ms = unit === 's' ? Math.round(value * 1000) : value
  if (!Number.isInteger(ms) || ms < SHORTEST_RAMP_MS || ms > LONGEST_RAMP_MS) {
    reader.refuse(`a ramp takes ${SHORTEST_RAMP_MS}ms to ${LONGEST_RAMP_MS / 1000}s, in whole ms`)
  }
  return ms
}

function readWhole(token: Token | undefined, reader: Reader): number {
  const value = readNumber(token, reader)
  return Number.isInteger(value) ? value : Number.NaN
}

function readNumber(token: Token | undefined, reader: Reader): number {
  if (token === undefined) return Number.NaN
  if (DECIMALS.test(token.text)) reader.refuse(`${token.text} has more than 3 decimals`)
  // Plus 0: there is no -0 V.
  return Number(token.text) + 0
}

/** Goes through tokens; the first thing that is wrong stays, whatever is asked afterwards. */
class Reader {
  readonly #tokens: readonly Token[]
  #next = 0
  #reason: string | undefined

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  get reason(): string | undefined {
    return this.#reason
  }

  refuse(reason: string): void {
    this.#reason ??= reason
  }

  /** The next token, wherever it stands. @param what for the reason, where it is another */
  take(kind: TokenKind, what: string): Token | undefined {
    const token = this.#tokens[this.#next]
    if (token?.kind === kind) {
      this.#next++
      return token
    }
    const found = token === undefined ? 'nothing' : `'${token.text}'`
    this.refuse(`expected ${what}, found ${found}`)
    return undefined
  }

  /** One behind a space. */
  takeSpaced(kind: TokenKind, what: string): Token | undefined {
    const token = this.take(kind, what)
    if (token?.spaced === false) this.refuse(`expected a space before '${token.text}'`)
    return token
  }

  /** One right behind the last. */
  takeJoined(kind: TokenKind, what: string): Token | undefined {
    const token = this.take(kind, what)
    if (token?.spaced === true) this.refuse(`no space belongs before '${token.text}'`)
    return token
  }

  /** Whether the next one is of the kind, and right behind the last. */
  skipJoined(kind: TokenKind): boolean {
    const token = this.#tokens[this.#next]
    if (token?.kind !== kind || token.spaced) return false
    this.#next++
    return true
  }

  end(): void {
    const token = this.#tokens[this.#next]
    if (token !== undefined) this.refuse(`'${token.text}' is too much`)
  }
}
