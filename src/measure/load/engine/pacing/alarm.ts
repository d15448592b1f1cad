import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { monotonicNs } from '../../transports/exchanging/monotonic.ts'
import { memoryIn, NONE, ORDER, PACER_BYTES, type PacerMemory, RING } from './memory.ts'

/** Wakes whoever sends, as near to a time as can be. */
export interface Alarm {
  /** Rings at `atNs` of the monotonic clock, not before; what was set before is forgotten. */
  set(atNs: number): void
  /** Called as it rings. */
  onRing: () => void
}

/**
 * How long before its time the pacing thread is to wake this one. From the end of its nap until this thread runs it takes
 * some 55 µs (median, with sharp timers; 100 µs without); the rest is for those that take longer.
 */
const LEAD_NS = 150e3

/** From here on a nap is not worth it: turns of the event loop are used up until it is time, and serve sockets. */
const SPIN_NS = LEAD_NS + 10e3

/**
 * A turn of the event loop makes some objects; so that their collection (0.5 ms a time) does not delay arrivals, the clock
 * is read for this long before the next turn. What comes meanwhile is read so much later at most.
 */
const HOLD_NS = 5e3

/**
 * An alarm to within some microseconds, without spinning for longer than the last stretch.
 *
 *   this thread     set(at) ── sockets are served, or it sleeps ──────── woken ─ setImmediate … ─ ring
 *                     │ at − LEAD, in shared memory                     ▲
 *   pacing thread     └▶ Atomics.wait, with a time-out ────────────────┘ one ring at most is on its way
 *
 * A timer of the event loop has steps of 1 ms; the pacing thread's naps have none.
 */
export class PacedAlarm implements Alarm, AsyncDisposable {
  onRing: () => void = () => undefined
  readonly #thread: Worker
  readonly #memory: PacerMemory
  #atNs = NONE
  /** What the pacing thread was told last, and has not answered. */
  #orderedNs = NONE
  #isTurning = false
  #isOver = false
  #heldNs = 0

  private constructor() {
    const shared = new SharedArrayBuffer(PACER_BYTES)
    this.#memory = memoryIn(shared)
    this.#memory.due[0] = NONE
    sharpenTimers()
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
    this.#thread = new Worker(new URL(`./main.${extension}`, import.meta.url), {
      workerData: shared,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 16 },
    })
    this.#listen()
  }

  /** Resolves once the pacing thread runs. */
  static async start(): Promise<PacedAlarm> {
    const alarm = new PacedAlarm()
    await once(alarm.#thread, 'online')
    // What keeps the process alive is what it waits for, not how.
    alarm.#thread.unref()
    return alarm
  }

  /** So far, ns in which this thread had nothing to do but to read the clock. */
  get heldNs(): number {
    return this.#heldNs
  }

  set(atNs: number): void {
    // It is on its way there: a closed loop says the same again after every answer.
    if (atNs === this.#atNs) return
    this.#atNs = atNs
    if (!this.#isTurning) this.#approach()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true
    await this.#thread.terminate()
    Atomics.notify(this.#memory.counters, RING)
  }

  /** Hears the next ring of the pacing thread: no message is made, which is some 20 µs faster than one. */
  #listen(): void {
    const { counters } = this.#memory
    for (;;) {
      const rung = Atomics.waitAsync(counters, RING, Atomics.load(counters, RING))
      // Else it rang between the two.
      if (!rung.async) continue
      void rung.value.then(this.#rung)
      return
    }
  }

  readonly #rung = (): void => {
    if (this.#isOver) return
    this.#orderedNs = NONE
    this.#listen()
    this.#look()
  }

  /** It is time, or nearly, or something else was set since. */
  #look(): void {
    if (this.#isTurning || this.#isOver || this.#atNs === NONE) return
    if (monotonicNs() < this.#atNs) this.#approach()
    else this.#ring()
  }

  #approach(): void {
    if (this.#atNs === NONE) return
    const nowNs = monotonicNs()
    if (this.#atNs - nowNs > SPIN_NS) {
      this.#order(this.#atNs - LEAD_NS)
      return
    }
    const untilNs = Math.min(this.#atNs, nowNs + HOLD_NS)
    holdUntil(untilNs)
    this.#heldNs += Math.max(0, untilNs - nowNs)
    this.#isTurning = true
    setImmediate(this.#turn)
  }

  readonly #turn = (): void => {
    this.#isTurning = false
    this.#look()
  }

  #ring(): void {
    this.#atNs = NONE
    this.onRing()
  }

  #order(wakeNs: number): void {
    // Telling it wakes it up: some 5 µs, too many to say the same again after every answer.
    if (wakeNs === this.#orderedNs) return
    this.#orderedNs = wakeNs
    const { counters, due } = this.#memory
    // A plain store: the atomic one that follows makes it visible.
    due[0] = wakeNs
    Atomics.add(counters, ORDER, 1)
    Atomics.notify(counters, ORDER)
  }
}

function holdUntil(atNs: number): void {
  while (monotonicNs() < atNs) continue
}

/** Linux ends a sleep up to this much late, 50 µs unless told otherwise; threads inherit it from who starts them. */
const TIMER_SLACK_NS = 1000
const TIMER_SLACK_FILE = '/proc/self/timerslack_ns'

function sharpenTimers(): void {
  try {
    if (Number(readFileSync(TIMER_SLACK_FILE, 'utf8')) > TIMER_SLACK_NS) {
      writeFileSync(TIMER_SLACK_FILE, String(TIMER_SLACK_NS))
    }
  } catch {
    // Other systems, or not allowed: naps end later, and the lead covers it.
  }
}
