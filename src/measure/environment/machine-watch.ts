import type { Note } from '../../model/run.ts'
import { type CpuTimes, readCpuTimes } from './cpu-times.ts'

/** Others' CPU time, as a share of one core, from which a launch counts as disturbed. */
const BUSY_SHARE = 0.25

/** Stolen CPU time, as a share of one core, from which a launch counts as disturbed. */
const STEAL_SHARE = 0.05

/** What the rest of the machine did during one launch, as shares of one core. */
export interface MachineReading {
  readonly foreign: number
  readonly stolen: number
}

/** Watches what the rest of the machine did during a scenario's launches. Sees nothing where `/proc/stat` is missing. */
export class MachineWatch {
  readonly #read: () => CpuTimes | undefined
  #before: CpuTimes | undefined
  #launches = 0
  #busy = 0
  #stolen = 0
  #worstBusy = 0
  #worstStolen = 0

  /** @param read the machine's CPU times; `undefined` from it = they can't be read */
  constructor(read: () => CpuTimes | undefined = readCpuTimes) {
    this.#read = read
  }

  begin(): void {
    this.#before = this.#read()
  }

  /**
   * @param ownCpuMs CPU time of the launch itself, all threads; of all of them, where several ran at a time
   * @param launches how many those were: what is read is shared out among them
   * @returns what was read, for a watch in another process; `undefined` where nothing can be
   */
  end(ownCpuMs: number, launches = 1): MachineReading | undefined {
    const after = this.#read()
    if (this.#before === undefined || after === undefined) return undefined
    const wallMs = after.atMs - this.#before.atMs
    const reading = {
      foreign: Math.max(0, after.busyMs - this.#before.busyMs - ownCpuMs) / wallMs / launches,
      stolen: (after.stealMs - this.#before.stealMs) / wallMs / launches,
    }
    for (let launch = 0; launch < launches; launch++) this.add(reading)
    return reading
  }

  /** Takes the reading of one launch. */
  add({ foreign, stolen }: MachineReading): void {
    this.#launches++
    if (foreign >= BUSY_SHARE) this.#busy++
    if (stolen >= STEAL_SHARE) this.#stolen++
    this.#worstBusy = Math.max(this.#worstBusy, foreign)
    this.#worstStolen = Math.max(this.#worstStolen, stolen)
  }

  notes(): Note[] {
    const notes: Note[] = []
    if (this.#busy > 0) {
      notes.push({
        code: 'MACHINE_BUSY',
        message: `other programs used up to ${percent(this.#worstBusy)} of a core during ${this.#busy} of ${this.#launches} launches`,
      })
    }
    if (this.#stolen > 0) {
      notes.push({
        code: 'MACHINE_STOLEN_FROM',
        message: `the hypervisor gave up to ${percent(this.#worstStolen)} of a core to others during ${this.#stolen} of ${this.#launches} launches`,
      })
    }
    return notes
  }
}

const percent = (share: number): string => `${Math.round(share * 100)} %`
