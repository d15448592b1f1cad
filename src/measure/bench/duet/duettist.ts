import { randomUUID } from 'node:crypto'
import { createRandom, shuffle } from '../../../kernel/random.ts'
import type {
  DuetEvent,
  DuetEvidence,
  DuetLaunch,
  DuetMeasurement,
  DuetPair,
  DuetPlan,
  DuetProgress,
  LoadedBySide,
  Side,
} from '../../../model/duet.ts'
import type { Result } from '../../../model/run.ts'
import { MachineWatch } from '../../environment/machine-watch.ts'
import { assembleResult } from '../assemble.ts'
import type { DuetMeasured } from '../launch/protocol.ts'
import { type LaunchEnd, runLaunch } from '../launch/run-launch.ts'
import { wallNs } from '../engine/timers.ts'
import { targetFor } from '../target-for.ts'

/**
 * Duets: rounds of processes, both revisions in each of them.
 *
 *   round 1   CC · AA · BB     a couple of fresh processes each, side by side, in a new random order each round
 *   round 2   AA · BB          C is decided
 *   …                          until all are decided, or have used up their time
 *
 * The two of a couple load the sides in opposite orders. What each does to the other meets both sides alike, since their
 * samples alternate; and on a machine that is busy anyway a core does not fall asleep, and wake late, between samples.
 */

/** How to carry out a duet. */
export interface DuetOptions {
  /** Asked after each round of the scenario with this key. */
  readonly decide: (launches: readonly DuetLaunch[], key: string) => DuetProgress
  /** Why what both sides loaded can't tell them apart. */
  readonly obstacle: (loaded: LoadedBySide) => string | undefined
  /** What both sides loaded of which it can't be told whether it is each one's own; in words. */
  readonly unchecked: (loaded: LoadedBySide) => readonly string[]
  /** As in `MeasureOptions`. */
  readonly packHistogram: (encoded: Uint8Array) => string
  readonly signal: AbortSignal
  readonly onEvent: (event: DuetEvent) => void
}

/** Carries out a duet. Resolves even when scenarios fail; an aborted signal ends it early with what was measured. */
export async function measureDuets(plan: DuetPlan, options: DuetOptions): Promise<DuetMeasurement> {
  const duets = plan.pairs.map((pair) => new Duet(pair, plan, options))
  const random = createRandom(plan.seed)
  for (let round = 0; !options.signal.aborted; round++) {
    const open = duets.filter(({ ended }) => ended === undefined)
    if (open.length === 0) break
    for (const duet of shuffle(open, random.split(`round/${round}`))) await duet.play(round)
  }
  const measured = duets.filter(({ measured: [first] }) => first !== undefined)
  return {
    evidence: duets.map((duet) => duet.evidence()),
    results: {
      current: measured.map((duet) => duet.resultOf('current')),
      baseline: measured.map((duet) => duet.resultOf('baseline')),
    },
    calibrations: measured.flatMap((duet) =>
      duet.measured.map(({ sides }) => sides.current.calibration),
    ),
    aborted: options.signal.aborted,
  }
}

/** More at a time would heat the machine, and gain little: four are what any answer needs. */
const MOST_AT_A_TIME = 4

/** How many processes of a duet a machine with so many cores takes at a time. */
export function duetConcurrencyOn(cores: number): number {
  return cores < 2 ? 1 : Math.min(MOST_AT_A_TIME, cores - (cores % 2))
}

/** Processes that any answer needs: each side is loaded first in two of them. */
const FEWEST_LAUNCHES = 4

/** One scenario on its way. */
class Duet {
  ended: DuetEvidence['ended'] | undefined
  readonly #pair: DuetPair
  readonly #plan: DuetPlan
  readonly #options: DuetOptions
  readonly measured: DuetMeasured[] = []
  readonly #machine = new MachineWatch()
  #failure: DuetEvidence['failure']
  #obstacle: string | undefined
  readonly #unchecked = new Set<string>()
  #oneByOne = false
  #tookNs = 0

  constructor(pair: DuetPair, plan: DuetPlan, options: DuetOptions) {
    this.#pair = pair
    this.#plan = plan
    this.#options = options
  }

  async play(round: number): Promise<void> {
    if (this.#options.signal.aborted) return
    const begin = wallNs()
    this.#machine.begin()
    const { concurrency } = this.#plan
    const launches = Array.from({ length: concurrency }, (_, lane) => round * concurrency + lane)
    const ends = await this.#launchAll(launches)
    this.#tookNs += wallNs() - begin
    const measured = ends.flatMap((end) => (end.status === 'measured' ? [end.measurement] : []))
    const cpuMs = measured.map(({ sides }) => sides.current.processCpuMs)
    if (measured.length === ends.length) {
      this.#machine.end(
        cpuMs.reduce((sum, ms) => sum + ms, 0),
        ends.length,
      )
    }
    this.measured.push(...measured)
    if (ends.some(({ status }) => status === 'aborted')) return
    const failed = ends.find((end) => end.status === 'failed')
    if (failed === undefined) {
      this.#judge()
      return
    }
    this.#failure = { side: failed.side, error: failed.error }
    this.#end('failed')
  }

  /**
   * All at a time. Where some fail and some do not, they may be in each other's way (a fixed port, one file): then one
   * after the other, from now on.
   */
  async #launchAll(launches: readonly number[]): Promise<readonly LaunchEnd<DuetMeasured>[]> {
    if (!this.#oneByOne) {
      const settled = await Promise.allSettled(launches.map((launch) => this.#launch(launch)))
      const ends = settled.map((each) => {
        if (each.status === 'rejected') throw each.reason
        return each.value
      })
      const failed = ends.filter(({ status }) => status === 'failed').length
      if (failed === 0 || failed === ends.length) return ends
      this.#oneByOne = true
    }
    const ends: LaunchEnd<DuetMeasured>[] = []
    for (const launch of launches) ends.push(await this.#launch(launch))
    return ends
  }

  evidence(): DuetEvidence {
    return {
      pair: this.#pair,
      launches: this.#launches(),
      failure: this.#failure,
      obstacle: this.#obstacle,
      unchecked: [...this.#unchecked].toSorted(),
      ended: this.ended ?? 'aborted',
    }
  }

  /** One side by itself, as runs keep it. */
  resultOf(side: Side): Result {
    const failure = this.#failure
    const errors = failure !== undefined && failure.side !== other(side) ? [failure.error] : []
    return assembleResult({
      identity: this.#pair[side].identity,
      budget: this.#pair[side].budget,
      profile: {
        kind: 'bench',
        launches: this.measured.length,
        timeMs: this.#plan.timeMs,
        loader: 'native',
      },
      launches: this.measured.map(({ sides }) => sides[side]),
      errors,
      notes: this.#machine.notes(),
      packHistogram: this.#options.packHistogram,
    })
  }

  #launches(): readonly DuetLaunch[] {
    return this.measured.map((measured) => measured.launch)
  }

  #judge(): void {
    const { key } = this.#pair.identity
    const launches = this.#launches()
    const progress = this.#options.decide(launches, key)
    this.#options.onEvent({ kind: 'duet-judged', key, launches: launches.length, progress })
    // Nothing that is measured can tell apart what is the same file.
    if (this.#obstacle !== undefined) this.#end('decided')
    if (this.ended !== undefined || launches.length < FEWEST_LAUNCHES) return
    if (progress.decided) this.#end('decided')
    else if (this.#isSpent()) this.#end('time-budget')
  }

  /** Two more processes like those so far would end after the time budget: each side is loaded first in one of two. */
  #isSpent(): boolean {
    const launches = this.measured.length
    const { budgetMs, concurrency } = this.#plan
    const coupleNs = (this.#tookNs / launches) * Math.max(2, concurrency)
    return launches % 2 === 0 && this.#tookNs + coupleNs > budgetMs * 1e6
  }

  #end(ended: DuetEvidence['ended']): void {
    this.ended = ended
    const { key } = this.#pair.identity
    this.#options.onEvent({ kind: 'duet-finished', key, evidence: this.evidence() })
  }

  async #launch(launch: number): Promise<LaunchEnd<DuetMeasured>> {
    const { pairs: _, budgetMs: __, concurrency: ___, env, seed, targets, ...plan } = this.#plan
    const { identity, current, baseline } = this.#pair
    const { key } = identity
    this.#options.onEvent({ kind: 'duet-started', key, launch })
    const end = await runLaunch(
      {
        ...plan,
        kind: 'duet',
        token: randomUUID(),
        pair: this.#pair,
        seed: createRandom(seed).split(identity.key).seed,
        launch,
        ...targetFor(current, targets),
      },
      {
        cwd: this.#plan.current.cwd,
        env,
        timeoutMs: Math.max(current.timeoutMs, baseline.timeoutMs),
        signal: this.#options.signal,
        onOutput: (text) => this.#options.onEvent({ kind: 'output', key, text }),
      },
    )
    if (end.status !== 'measured') return end
    const { loaded, elsewhere } = end.measurement
    this.#obstacle ??= this.#options.obstacle(loaded)
    for (const code of [...elsewhere, ...this.#options.unchecked(loaded)]) this.#unchecked.add(code)
    return end
  }
}

const other = (side: Side): Side => (side === 'current' ? 'baseline' : 'current')
