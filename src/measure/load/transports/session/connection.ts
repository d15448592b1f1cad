import type { Random } from '../../../../kernel/random.ts'
import { NS_PER_MS } from '../../../../kernel/units.ts'
import type { ExchangeEnd, LoadConnection, LoadConnectionEvents } from '../../../../model/load.ts'
import { Deadlines, type Waiting } from '../exchanging/deadlines.ts'
import { monotonicNs } from '../exchanging/monotonic.ts'
import { GrowingPause, USUAL_PAUSES } from '../exchanging/pauses.ts'
import type { Failure, Progress, Session, SessionDriver } from './driver.ts'

/** What a connection is made with. */
export interface SessionConnectionOptions {
  readonly timeoutMs: number
  readonly events: LoadConnectionEvents
  /** Of the pauses before it is made anew. */
  readonly random: Random
}

/** An exchange under way. */
interface Flight extends Waiting<Flight> {
  readonly onEnd: ExchangeEnd
  readonly sentNs: number
  /** Set once only an arrival is missing. */
  arrival: { readonly code: string; readonly onLate: () => void } | undefined
}

const LATE: Failure = {
  code: 'TIMEOUT',
  example: 'no answer came in time, and the connection was given up',
  endsSession: true,
}
const LATE_CONNECT: Failure = {
  code: 'CONNECT_TIMEOUT',
  example: 'the connection could not be made in time',
  endsSession: true,
}
const CLOSED: Failure = { code: 'CLOSED', example: 'the connection was closed', endsSession: true }
const NOT_OPEN: Failure = {
  code: 'CLOSED',
  example: 'there is no connection',
  endsSession: false,
}

/**
 * One connection of a protocol whose driver does the talking. It makes itself anew when it breaks:
 *
 *     opening ──▶ open ──▶ (broken, or an answer too late) ──▶ pause ──▶ opening
 *
 * After a time-out the session is given up: its answer may still come, and others would wait behind it.
 */
export class SessionConnection<S extends Session> implements LoadConnection {
  readonly #driver: SessionDriver<S>
  readonly #options: SessionConnectionOptions
  readonly #pause: GrowingPause
  readonly #deadlines: Deadlines<Flight>
  readonly #flights = new Set<Flight>()
  #session: S | undefined
  #opening: AbortController | undefined
  #again: NodeJS.Timeout | undefined
  #isClosed = false
  /** 0 = the last attempt failed. */
  #openedNs = 0
  #countedOut = 0
  #countedIn = 0

  constructor(driver: SessionDriver<S>, options: SessionConnectionOptions) {
    this.#driver = driver
    this.#options = options
    this.#pause = new GrowingPause(USUAL_PAUSES, options.random)
    this.#deadlines = new Deadlines(options.timeoutMs, (flight) => this.#late(flight))
    void this.#open()
  }

  get free(): number {
    return this.#session === undefined ? 0 : this.#driver.room - this.#flights.size
  }

  exchange(input: unknown, onEnd: ExchangeEnd): void {
    const sentNs = monotonicNs()
    const flight: Flight = {
      onEnd,
      sentNs,
      arrival: undefined,
      deadlineNs: 0,
      before: undefined,
      after: undefined,
    }
    this.#flights.add(flight)
    const session = this.#session
    if (session === undefined) {
      this.#end(flight, NOT_OPEN)
      return
    }
    this.#deadlines.add(flight, sentNs)
    this.#driver.perform(session, input, progressOf(flight)).then(
      () => this.#end(flight, undefined),
      (thrown: unknown) => this.#failed(session, flight, this.#driver.failureOf(thrown)),
    )
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    clearTimeout(this.#again)
    this.#opening?.abort(CLOSED)
    this.#giveUp(CLOSED)
    this.#deadlines[Symbol.dispose]()
  }

  async #open(): Promise<void> {
    const opening = new AbortController()
    this.#opening = opening
    const timer = setTimeout(() => opening.abort(LATE_CONNECT), this.#options.timeoutMs)
    const session = await this.#openSession(opening.signal).catch((thrown: unknown) => {
      const isLate = opening.signal.reason === LATE_CONNECT
      this.#trouble(isLate ? LATE_CONNECT : this.#driver.failureOf(thrown))
    })
    clearTimeout(timer)
    this.#opening = undefined
    if (session === undefined) return
    if (this.#isClosed) session.destroy()
    else this.#opened(session)
  }

  async #openSession(signal: AbortSignal): Promise<S> {
    const state: { opened?: S; lostBefore?: readonly [unknown] } = {}
    const session = await this.#driver.open((thrown) => {
      if (state.opened === undefined) state.lostBefore = [thrown]
      else this.#lost(state.opened, this.#driver.failureOf(thrown))
    }, signal)
    state.opened = session
    if (state.lostBefore === undefined && !signal.aborted) return session
    session.destroy()
    throw state.lostBefore?.[0] ?? signal.reason
  }

  #opened(session: S): void {
    this.#session = session
    // What its opening took belongs to no exchange.
    this.#countedOut = session.bytesOut()
    this.#countedIn = session.bytesIn()
    this.#openedNs = monotonicNs()
    this.#options.events.onFree(this)
  }

  #trouble(failure: Failure): void {
    if (this.#isClosed) return
    this.#options.events.onTrouble(failure.code, failure.example)
    this.#openAgain()
  }

  #openAgain(): void {
    if (this.#isClosed) return
    const livedMs = this.#openedNs === 0 ? 0 : (monotonicNs() - this.#openedNs) / NS_PER_MS
    this.#openedNs = 0
    this.#again = setTimeout(() => void this.#open(), this.#pause.next(livedMs))
  }

  /** It broke: an exchange that was under way tells so; without one, it is told apart. */
  #lost(session: S, failure: Failure): void {
    if (this.#session !== session) return
    const isIdle = this.#flights.size === 0
    this.#giveUp(failure)
    if (isIdle) this.#options.events.onTrouble(failure.code, failure.example)
    this.#openAgain()
  }

  #late(flight: Flight): void {
    const { arrival } = flight
    arrival?.onLate()
    if (arrival !== undefined) {
      this.#end(flight, { ...LATE, code: arrival.code, example: 'it did not arrive in time' })
      return
    }
    const session = this.#session
    this.#end(flight, LATE)
    if (session !== undefined) this.#lost(session, LATE)
  }

  #failed(session: S, flight: Flight, failure: Failure): void {
    if (failure.endsSession && this.#session === session && this.#flights.has(flight)) {
      this.#lost(session, failure)
    } else {
      this.#end(flight, failure)
    }
  }

  /** Ends all that is under way, and the session. */
  #giveUp(failure: Failure): void {
    const session = this.#session
    this.#session = undefined
    session?.destroy()
    for (const flight of this.#flights) this.#end(flight, failure)
  }

  /** Once for each exchange; what comes of it later is of no interest. */
  #end(flight: Flight, failure: Failure | undefined): void {
    if (!this.#flights.delete(flight)) return
    this.#deadlines.remove(flight)
    const endedNs = monotonicNs()
    flight.onEnd({
      kind: failure === undefined ? 'ok' : 'failed',
      code: failure?.code ?? '',
      example: failure?.example ?? '',
      sentNs: flight.sentNs,
      endedNs,
      // Drivers hand over whole answers only.
      firstByteNs: failure === undefined || !failure.endsSession ? endedNs : 0,
      ...this.#bytes(),
    })
    if (this.free > 0) this.#options.events.onFree(this)
  }

  /** Those since the last exchange ended: with several at a time, single ones are not told apart, but the sum is right. */
  #bytes(): { readonly bytesOut: number; readonly bytesIn: number } {
    const [out, into] = [this.#session?.bytesOut(), this.#session?.bytesIn()]
    if (out === undefined || into === undefined) return { bytesOut: 0, bytesIn: 0 }
    const bytes = { bytesOut: out - this.#countedOut, bytesIn: into - this.#countedIn }
    this.#countedOut = out
    this.#countedIn = into
    return bytes
  }
}

const progressOf = (flight: Flight): Progress => ({
  awaitsArrival: (code, onLate) => {
    flight.arrival = { code, onLate }
  },
})
