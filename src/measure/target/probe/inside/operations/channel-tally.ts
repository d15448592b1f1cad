import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Reader, Values } from '../reader.ts'
import { type OperationSeries, OperationTally } from './tally.ts'

/** The channels on which a library tells of its operations, and what of a message is the operation. */
export interface OperationChannels {
  readonly start: string
  readonly end: string
  readonly error: string
  /** The object that is the same in the messages of one operation; `undefined` = not to be counted. */
  readonly operationOf: (message: unknown) => object | undefined
}

/** When an operation started, written on the object that stands for it: a third of what a WeakMap costs. */
const STARTED = Symbol('plimsoll.started')

interface Stamped {
  [STARTED]?: number | undefined
}

/**
 * Counts what a library publishes. An error of a subscriber would end the process: each looks at its message only, and
 * what it can't read it leaves alone.
 */
export class ChannelTally implements Reader {
  readonly #tally: OperationTally
  readonly #channels: OperationChannels

  constructor(series: OperationSeries, channels: OperationChannels) {
    this.#tally = new OperationTally(series)
    this.#channels = channels
    subscribe(channels.start, this.#onStart)
    subscribe(channels.end, this.#onEnd)
    subscribe(channels.error, this.#onError)
  }

  read(values: Values, elapsedMs: number): void {
    this.#tally.read(values, elapsedMs)
  }

  stop(): void {
    unsubscribe(this.#channels.start, this.#onStart)
    unsubscribe(this.#channels.end, this.#onEnd)
    unsubscribe(this.#channels.error, this.#onError)
  }

  readonly #onStart = (message: unknown): void => {
    try {
      const operation: Stamped | undefined = this.#channels.operationOf(message)
      if (operation !== undefined) operation[STARTED] = this.#tally.started()
    } catch {
      // An object of another kind than is known.
    }
  }

  readonly #onEnd = (message: unknown): void => {
    const startedMs = this.#take(message)
    if (startedMs !== undefined) this.#tally.ended(startedMs)
  }

  readonly #onError = (message: unknown): void => {
    const startedMs = this.#take(message)
    if (startedMs !== undefined) this.#tally.failed(startedMs)
  }

  /** Once for each operation: what has failed may also tell of its end. */
  #take(message: unknown): number | undefined {
    try {
      const operation: Stamped | undefined = this.#channels.operationOf(message)
      const startedMs = operation?.[STARTED]
      if (operation !== undefined && startedMs !== undefined) operation[STARTED] = undefined
      return startedMs
    } catch {
      return undefined
    }
  }
}
