import { randomUUID } from 'node:crypto'
import { createRandom, shuffle } from '../../../kernel/random.ts'
import type {
  DuetEvent,
  DuetEvidence,
  DuetLaunch,
  DuetMeasurement,
  DuetPair,
  DuetPlan,
  DuetStopRule,
  LoadedBySide,
} from '../../../model/duet.ts'
import { runLaunch } from '../launch/run-launch.ts'
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
  readonly decide: DuetStopRule
  /** Why what both sides loaded can't tell them apart. */
  readonly obstacle: (loaded: LoadedBySide) => string | undefined
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
  return { evidence: duets.map((duet) => duet.evidence()), aborted: options.signal.aborted }
}

/** Processes that any answer needs. */
const FEWEST_LAUNCHES = 3

/** One scenario on its way. */
class Duet {
  ended: DuetEvidence['ended'] | undefined
  readonly #pair: DuetPair
  readonly #plan: DuetPlan
  readonly #options: DuetOptions
  readonly #launches: DuetLaunch[] = []
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
    const end = await this.#launch(launch)
    this.#tookNs += wallNs() - begin
    if (end.status === 'aborted') return
    if (end.status === 'failed') {
      this.#failure = { side: end.side, error: end.error }
      this.#end('failed')
      return
    }
    this.#obstacle = this.#options.obstacle(end.measurement.loaded)
    this.#launches.push(end.measurement.launch)
    this.#judge(end.measurement.launch)
  }

  evidence(): DuetEvidence {
    return {
      pair: this.#pair,
      launches: this.#launches,
      failure: this.#failure,
      obstacle: this.#obstacle,
      ended: this.ended ?? 'aborted',
    }
  }

  #judge(launch: DuetLaunch): void {
    const { key } = this.#pair.identity
    const progress = this.#options.decide(this.#launches)
    this.#options.onEvent({ kind: 'duet-launched', key, launch, progress })
    // Nothing that is measured can tell apart what is the same file.
    if (this.#obstacle !== undefined) this.#end('decided')
    else if (this.#launches.length < FEWEST_LAUNCHES) return
    else if (progress.decided) this.#end('decided')
    else if (this.#isSpent()) this.#end('time-budget')
  }

  /** Another process like those so far would end after the time budget. */
  #isSpent(): boolean {
    const eachNs = this.#tookNs / this.#launches.length
    return this.#tookNs + eachNs > this.#plan.budgetMs * 1e6
  }

  #end(ended: DuetEvidence['ended']): void {
    this.ended = ended
    const { key } = this.#pair.identity
    this.#options.onEvent({ kind: 'duet-finished', key, evidence: this.evidence() })
  }

  #launch(launch: number) {
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
