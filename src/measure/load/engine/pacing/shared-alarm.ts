import type { Alarm } from './alarm.ts'

const UNSET = Number.POSITIVE_INFINITY

/** One alarm for several lanes: it is set to the first of their times. A single lane has the alarm to itself. */
export function shareAlarm(
  alarm: Alarm,
  lanes: number,
  now: () => number,
): readonly [Alarm, ...Alarm[]] {
  if (lanes <= 1) return [alarm]
  const shared = new SharedAlarm(alarm, lanes, now)
  return [
    shared.lane(0),
    ...Array.from({ length: lanes - 1 }, (_, index) => shared.lane(index + 1)),
  ]
}

class SharedAlarm {
  readonly #alarm: Alarm
  readonly #now: () => number
  readonly #atNs: Float64Array
  readonly #lanes: Alarm[] = []
  #isRinging = false

  constructor(alarm: Alarm, lanes: number, now: () => number) {
    this.#alarm = alarm
    this.#now = now
    this.#atNs = new Float64Array(lanes).fill(UNSET)
    alarm.onRing = () => this.#ring()
  }

  lane(index: number): Alarm {
    const lane: Alarm = { set: (atNs) => this.#set(index, atNs), onRing: () => undefined }
    this.#lanes[index] = lane
    return lane
  }

  #set(index: number, atNs: number): void {
    if (atNs === this.#timeOf(index)) return
    this.#atNs[index] = atNs
    if (!this.#isRinging) this.#setFirst()
  }

  /** What rings in vain, since a lane's time was put off, is set anew. */
  #ring(): void {
    const nowNs = this.#now()
    this.#isRinging = true
    for (let index = 0; index < this.#lanes.length; index++) {
      if (this.#timeOf(index) > nowNs) continue
      this.#atNs[index] = UNSET
      this.#lanes[index]?.onRing()
    }
    this.#isRinging = false
    this.#setFirst()
  }

  #setFirst(): void {
    let firstNs = UNSET
    for (let index = 0; index < this.#lanes.length; index++) {
      firstNs = Math.min(firstNs, this.#timeOf(index))
    }
    if (firstNs !== UNSET) this.#alarm.set(firstNs)
  }

  #timeOf(index: number): number {
    return this.#atNs[index] ?? UNSET
  }
}
