import { messageOf, PlimsollError } from '../../../kernel/errors.ts'
import type { Note, SourceKind } from '../../../model/run.ts'
import { monotonicNs } from '../../load/transports/exchanging/monotonic.ts'
import { hiderFor } from '../../load/transports/session/secrets.ts'
import type { SeriesValues, ServerPlace, Source } from './source.ts'

/** What a server says of itself, by its own words: mostly counters. */
export type Statistics = Readonly<Record<string, number>>

/** A connection over which a server is asked. Every question has a time-out. */
export interface StatisticsConnection {
  /** @throws what the server or the system said */
  ask(): Promise<Statistics>
  destroy(): void
}

/** Kinds of server that tell of themselves. */
export interface StatisticsReader {
  readonly kind: SourceKind
  /** @throws what the server or the system said; PlimsollError when a package is missing */
  open(place: ServerPlace, onLost: () => void): Promise<StatisticsConnection>
  /** @param before absent: nothing is known of any time yet */
  values(now: Statistics, before: Statistics | undefined, seconds: number): SeriesValues
  /** What it does not tell, and why, in words; `undefined` = it tells everything. */
  withheld?(now: Statistics): string | undefined
}

/** After a failure it is left alone for a while: a server in trouble has other things to do. */
const PAUSE_NS = 5e9

/** A server, asked for its statistics. It never answers but in time: what it does not say is absent, and noted once. */
export class ServerSource implements Source {
  readonly #reader: StatisticsReader
  readonly #place: ServerPlace
  #connection: StatisticsConnection | undefined
  #before: { readonly statistics: Statistics; readonly atNs: number } | undefined
  #quietUntilNs = 0
  #asked = 0
  #unanswered = 0
  #trouble: unknown
  #withheld: string | undefined
  #isDisposed = false

  constructor(reader: StatisticsReader, place: ServerPlace) {
    this.#reader = reader
    this.#place = place
  }

  get name(): string {
    return this.#place.name
  }

  get kind(): SourceKind {
    return this.#reader.kind
  }

  async read(): Promise<SeriesValues | undefined> {
    this.#asked++
    try {
      const statistics = monotonicNs() < this.#quietUntilNs ? undefined : await this.#ask()
      if (statistics !== undefined) return this.#described(statistics)
    } catch (thrown) {
      this.#trouble ??= thrown
      this.#quietUntilNs = monotonicNs() + PAUSE_NS
      this.#drop()
    }
    this.#unanswered++
    return undefined
  }

  note(): Note | undefined {
    const trouble = this.#trouble ?? (this.#before === undefined ? SILENT : undefined)
    if (trouble === undefined) return this.#withheldNote()
    const times = `${this.#unanswered} of ${this.#asked} times`
    const how = this.#before === undefined ? '' : ` ${times}`
    const hide = hiderFor(new URL(this.#place.url))
    const message = `the statistics of ${this.name} could not be read${how}: ${hide(saidBy(trouble))}`
    return { code: 'STATISTICS_UNREAD', message }
  }

  #withheldNote(): Note | undefined {
    if (this.#withheld === undefined) return undefined
    return { code: 'STATISTICS_WITHHELD', message: `${this.name}: ${this.#withheld}` }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true
    this.#drop()
  }

  async #ask(): Promise<Statistics> {
    if (this.#connection === undefined) {
      const opened = await this.#reader.open(this.#place, () => this.#drop())
      this.#connection = opened
      if (this.#isDisposed) this.#drop()
      return opened.ask()
    }
    return this.#connection.ask()
  }

  #described(statistics: Statistics): SeriesValues {
    const atNs = monotonicNs()
    const before = this.#before
    this.#withheld ??= this.#reader.withheld?.(statistics)
    this.#before = { statistics, atNs }
    const seconds = before === undefined ? 0 : (atNs - before.atNs) / 1e9
    return this.#reader.values(statistics, before?.statistics, seconds)
  }

  #drop(): void {
    this.#connection?.destroy()
    this.#connection = undefined
  }
}

const SILENT = 'it has not answered'

const saidBy = (thrown: unknown): string =>
  thrown instanceof PlimsollError ? `${thrown.message} (${thrown.hint})` : messageOf(thrown)

/** How much a counter grew each second; absent when that can't be known, as after a server's new start. */
export function growth(
  now: number | undefined,
  before: number | undefined,
  seconds: number,
): number | undefined {
  if (now === undefined || before === undefined || seconds <= 0 || now < before) return undefined
  return (now - before) / seconds
}

/** One part of two; absent when there is nothing to share. */
export function share(part: number | undefined, rest: number | undefined): number | undefined {
  if (part === undefined || rest === undefined || part + rest === 0) return undefined
  return part / (part + rest)
}

/** Those of the values that are known. */
export function known(values: Readonly<Record<string, number | undefined>>): SeriesValues {
  const entries = Object.entries(values).flatMap(([name, value]) =>
    value === undefined || !Number.isFinite(value) ? [] : [[name, value] as const],
  )
  return Object.fromEntries(entries)
}
