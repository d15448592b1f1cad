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

/**
 * Duets: rounds of processes.
 *
 *   round 1   C · A · B        one fresh process each, both revisions in it, in a new random order each round
 *   round 2   A · B            C is decided
 *   …                          until all are decided, or have used up their time
 */

/** How to carry out a duet. */
export interface DuetOptions {
  /** Asked after each process of the scenario with this key. */
  readonly decide: (launches: readonly DuetLaunch[], key: string) => DuetProgress
  /** Why what both sides loaded can't tell them apart. */
  readonly obstacle: (loaded: LoadedBySide) => string | undefined
  /** As in `MeasureOptions`. */
  readonly packHistogram: (encoded: Uint8Array) => string
  readonly signal: AbortSignal
  readonly onEvent: (event: DuetEvent) => void
}

/** Carries out a duet. Resolves even when scenarios fail; an aborted signal ends it early with what was measured. */
export async function measureDuets(plan: DuetPlan, options: DuetOptions): Promise<DuetMeasurement> {
  const duets = plan.pairs.map((pair) => new Duet(pair, plan, options))
  const random = createRandom(plan.seed)
  for (let launch = 0; !options.signal.aborted; launch++) {
    const open = duets.filter(({ ended }) => ended === undefined)
    if (open.length === 0) break
    for (const duet of shuffle(open, random.split(`round/${launch}`))) await duet.play(launch)
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
  #tookNs = 0

  constructor(pair: DuetPair, plan: DuetPlan, options: DuetOptions) {
    this.#pair = pair
    this.#plan = plan
    this.#options = options
  }

  async play(launch: number): Promise<void> {
    const { signal, onEvent } = this.#options
    if (signal.aborted) return
    const { key } = this.#pair.identity
    onEvent({ kind: 'duet-started', key, launch })
    const begin = wallNs()
    this.#machine.begin()
    const end = await this.#launch(launch)
    this.#tookNs += wallNs() - begin
    if (end.status === 'measured') this.#machine.end(end.measurement.sides.current.processCpuMs)
    if (end.status === 'aborted') return
    if (end.status === 'failed') {
      this.#failure = { side: end.side, error: end.error }
      this.#end('failed')
      return
    }
    this.#obstacle = this.#options.obstacle(end.measurement.loaded)
    this.measured.push(end.measurement)
    this.#judge(end.measurement.launch)
  }

  evidence(): DuetEvidence {
    return {
      pair: this.#pair,
      launches: this.#launches(),
      failure: this.#failure,
      obstacle: this.#obstacle,
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

  #judge(launch: DuetLaunch): void {
    const { key } = this.#pair.identity
    const progress = this.#options.decide(this.#launches(), key)
    this.#options.onEvent({ kind: 'duet-launched', key, launch, progress })
    // Nothing that is measured can tell apart what is the same file.
    if (this.#obstacle !== undefined) this.#end('decided')
    if (this.ended !== undefined || this.measured.length < FEWEST_LAUNCHES) return
    if (progress.decided) this.#end('decided')
    else if (this.#isSpent()) this.#end('time-budget')
  }

  /** Two more processes like those so far would end after the time budget: each side is loaded first in one of two. */
  #isSpent(): boolean {
    const launches = this.measured.length
    const eachNs = this.#tookNs / launches
    return launches % 2 === 0 && this.#tookNs + 2 * eachNs > this.#plan.budgetMs * 1e6
  }

  #end(ended: DuetEvidence['ended']): void {
    this.ended = ended
    const { key } = this.#pair.identity
    this.#options.onEvent({ kind: 'duet-finished', key, evidence: this.evidence() })
  }

  #launch(launch: number): Promise<LaunchEnd<DuetMeasured>> {
    const { pairs: _, budgetMs: __, env, seed, ...plan } = this.#plan
    const { identity, current, baseline } = this.#pair
    return runLaunch(
      {
        ...plan,
        kind: 'duet',
        token: randomUUID(),
        pair: this.#pair,
        seed: createRandom(seed).split(identity.key).seed,
        launch,
      },
      {
        cwd: this.#plan.current.cwd,
        env,
        timeoutMs: Math.max(current.timeoutMs, baseline.timeoutMs),
        signal: this.#options.signal,
        onOutput: (text) => this.#options.onEvent({ kind: 'output', key: identity.key, text }),
      },
    )
  }
}

const other = (side: Side): Side => (side === 'current' ? 'baseline' : 'current')
