import { messageOf, type PlimsollError, usageError } from '../../../../kernel/errors.ts'
import type { LoadSchedule } from '../../../../model/load.ts'
import { LONGEST_MS } from '../profiles/profile.ts'
import { parseTime, type RecordedTime, unitOf } from './instant.ts'
import { fieldsOf, type LogLine, logLines, separatorOf, timeName } from './rows.ts'

/**
 * Recorded arrivals, from a text: a time a line, CSV (with or without a line of names), or a JSON object a line.
 *
 * Times are numbers of ms, numbers since 1970 in s, ms, µs or ns (told by their size), or ISO 8601 instants. Blank lines
 * and comments (`#`, `//`) are left out. The order of the file does not matter.
 */

/** How to read a recording. */
export interface ReplayOptions {
  /** The file, for messages. */
  readonly name: string
  /** The column or key of the time. Default: the one whose name sounds like it, such as `timestamp`. */
  readonly column?: string | undefined
  /** 2 replays it in half of its time. Default: 1. */
  readonly speed?: number | undefined
}

/** Where a line's time is. */
type Reader = (line: LogLine) => RecordedTime | undefined

/** Problems that are told one by one. */
const PROBLEMS_TOLD = 10

/** A recording as a schedule that begins with its first arrival. @throws PlimsollError REPLAY_INVALID, by line */
export function parseReplay(
  text: string,
  options: ReplayOptions,
): Extract<LoadSchedule, { kind: 'replay' }> {
  const speed = options.speed ?? 1
  if (!(speed > 0 && Number.isFinite(speed))) {
    throw usageError(
      'REPLAY_INVALID',
      `${options.name}: the speed of a replay is a number above 0, got ${speed}`,
      'give 1 for as it was, 2 for twice as fast, 0.5 for half as fast',
    )
  }
  const lines = logLines(text)
  const [first] = lines
  if (first === undefined) throw invalid(options, ['there is no time in it'])
  if (first.text.startsWith('[')) throw invalid(options, ['it is a JSON array'])
  const times = first.text.startsWith('{')
    ? readAll(lines, jsonReader(options.column), options)
    : readTable(lines, first, options)
  return { kind: 'replay', arrivalsMs: fromFirst(times, speed, options) }
}

function readTable(
  lines: readonly LogLine[],
  first: LogLine,
  options: ReplayOptions,
): readonly RecordedTime[] {
  // A comma of its own may part seconds from their fraction.
  const separator = parseTime(first.text) === undefined ? separatorOf(first.text) : undefined
  const names = fieldsOf(first.text, separator)
  const timeAt = timeIn(names)
  const hasNames = options.column !== undefined || timeAt < 0
  const place = hasNames ? placeOf(names, options, lines.length > 1) : timeAt
  const reader: Reader = (line) => parseTime(fieldsOf(line.text, separator)[place])
  return readAll(hasNames ? lines.slice(1) : lines, reader, options)
}

/** The field that is a time, −1 when none is: a number beside a date is something else, such as a status. */
function timeIn(fields: readonly string[]): number {
  const kinds = fields.map((field) => parseTime(field)?.kind)
  const dateAt = kinds.indexOf('instant')
  return dateAt < 0 ? kinds.indexOf('number') : dateAt
}

/** The column of a table with names. */
function placeOf(names: readonly string[], options: ReplayOptions, hasRows: boolean): number {
  const name = options.column ?? timeName(names)
  const place = name === undefined ? -1 : names.indexOf(name)
  if (place >= 0 && hasRows) return place
  const shown = names.map((each) => `"${each}"`).join(', ')
  if (place >= 0) throw invalid(options, ['there is no time in it, only a line of names'])
  if (options.column === undefined) {
    throw invalid(options, [`its first line holds no time, and names no column of times: ${shown}`])
  }
  throw invalid(options, [`it has no column "${options.column}", only ${shown}`])
}

const jsonReader =
  (column: string | undefined): Reader =>
  ({ text }) => {
    const row: unknown = JSON.parse(text)
    if (typeof row !== 'object' || row === null) return undefined
    const name = column ?? timeName(Object.keys(row))
    return name === undefined ? undefined : parseTime(Reflect.get(row, name))
  }

function readAll(
  lines: readonly LogLine[],
  read: Reader,
  options: ReplayOptions,
): readonly RecordedTime[] {
  const times: RecordedTime[] = []
  const problems: string[] = []
  for (const line of lines) {
    const time = attempt(read, line)
    if (typeof time === 'string') problems.push(`line ${line.number}: ${time}`)
    else times.push(time)
  }
  if (problems.length > 0) throw invalid(options, problems)
  return times
}

/** The time, or what is wrong with the line. */
function attempt(read: Reader, line: LogLine): RecordedTime | string {
  try {
    return read(line) ?? `no time in "${shortened(line.text)}"`
  } catch (error) {
    return `no JSON: ${messageOf(error)}`
  }
}

const SHOWN = 60
const shortened = (text: string): string =>
  text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text

/** Ascending from 0. */
function fromFirst(
  times: readonly RecordedTime[],
  speed: number,
  options: ReplayOptions,
): readonly number[] {
  if (new Set(times.map(({ kind }) => kind)).size > 1) {
    throw invalid(options, ['some of its times are numbers, and others are dates'])
  }
  const values = Float64Array.from(times, (time) =>
    time.kind === 'number' ? time.value : time.epochMs,
  ).sort()
  const start = values[0] ?? 0
  const unitMs = times[0]?.kind === 'number' ? unitOf(start) : 1
  const lengthMs = (((values.at(-1) ?? start) - start) * unitMs) / speed
  if (lengthMs > LONGEST_MS) throw tooLong(options, lengthMs)
  return Array.from(values, (value) => ((value - start) * unitMs) / speed)
}

const DAY_MS = 24 * 3_600_000

/** One time in another unit, or none, makes days of seconds. */
function tooLong({ name }: ReplayOptions, lengthMs: number): PlimsollError {
  const days = (timeMs: number): string => Number((timeMs / DAY_MS).toPrecision(3)).toString()
  return usageError(
    'REPLAY_INVALID',
    `${name}: its last time is ${days(lengthMs)} days behind its first, and a load may last ${days(LONGEST_MS)}`,
    'take out what is no time of the recording, or replay it faster (--replay-speed)',
  )
}

function invalid({ name }: ReplayOptions, problems: readonly string[]): PlimsollError {
  const [first = '', ...others] = problems
  const left = problems.length - PROBLEMS_TOLD
  const told = left > 0 ? [...problems.slice(0, PROBLEMS_TOLD), `and ${left} more`] : problems
  return usageError(
    'REPLAY_INVALID',
    others.length === 0 ? `${name}: ${first}` : `${name}: ${problems.length} lines can't be read`,
    'give a time a line (ms, seconds since 1970 or ISO 8601), CSV with a column "timestamp", or JSON objects a line with such a key',
    others.length === 0 ? [] : told,
  )
}
