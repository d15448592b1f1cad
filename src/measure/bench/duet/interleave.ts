import { randomUUID } from 'node:crypto'
import { createRandom } from '../../../kernel/random.ts'
import type {
  DuetEvent,
  DuetEvidence,
  DuetPair,
  DuetPlan,
  LoadedBySide,
  Side,
} from '../../../model/duet.ts'
import type { Result } from '../../../model/run.ts'
import { assembleResult } from '../assemble.ts'
import type { LaunchMeasurement } from '../launch/protocol.ts'
import { type LaunchEnd, runLaunch } from '../launch/run-launch.ts'
import { targetFor } from '../target-for.ts'

/**
 * Scenarios that can't share a process with another revision of themselves: fresh processes in turn.
 *
 *   pair 1   b c      one launch of each side, right after one another, in random order
 *   pair 2   c b
 *   …
 */

/** How to carry it out. */
export interface InterleaveOptions {
  /** Pairs of launches for each scenario. */
  readonly launches: number
  readonly timeMs: number
  readonly warmUpMs: number
  readonly signal: AbortSignal
  /** As in `DuetOptions`. */
  readonly obstacle: (loaded: LoadedBySide) => string | undefined
  readonly onEvent: (event: DuetEvent) => void
  /** As in `MeasureOptions`. */
  readonly packHistogram: (encoded: Uint8Array) => string
}

/** What fresh processes of both sides gave. */
export interface Interleaving {
  readonly pair: DuetPair
  /** Median of each launch, ns; those of one position ran one after the other. */
  readonly medians: Readonly<Record<Side, readonly number[]>>
  /** Each side by itself, where it was measured or failed. */
  readonly results: Readonly<Partial<Record<Side, Result>>>
  readonly failure: DuetEvidence['failure']
  /** Why what the two sides loaded can't tell them apart. */
  readonly obstacle: string | undefined
  /** As of a duet. */
  readonly unchecked: readonly string[]
}

/** Resolves even when scenarios fail; an aborted signal ends it early with what was measured. */
export async function measureInterleaved(
  plan: DuetPlan,
  options: InterleaveOptions,
): Promise<readonly Interleaving[]> {
  const done: Interleaving[] = []
  for (const pair of plan.pairs) {
    if (options.signal.aborted) break
    const turn = new Turns(pair, plan, options)
    for (let at = 0; at < options.launches && turn.goesOn; at++) await turn.play(at)
    done.push(turn.finish())
  }
  return done
}

const SIDES: readonly Side[] = ['baseline', 'current']

class Turns {
  readonly #pair: DuetPair
  readonly #plan: DuetPlan
  readonly #options: InterleaveOptions
  readonly #measured: Record<Side, LaunchMeasurement[]> = { current: [], baseline: [] }
  readonly #seed: number
  #failure: DuetEvidence['failure']

  constructor(pair: DuetPair, plan: DuetPlan, options: InterleaveOptions) {
    this.#pair = pair
    this.#plan = plan
    this.#options = options
    this.#seed = createRandom(plan.seed).split(pair.identity.key).seed
  }

  get goesOn(): boolean {
    return (
      this.#failure === undefined && this.#obstacle() === undefined && !this.#options.signal.aborted
    )
  }

  async play(at: number): Promise<void> {
    const first = createRandom(this.#seed).split(`turn/${at}`).below(2)
    this.#options.onEvent({ kind: 'duet-started', key: this.#pair.identity.key, launch: at })
    for (const side of first === 0 ? SIDES : SIDES.toReversed()) {
      if (!this.goesOn) return
      const end = await this.#launch(side, at)
      if (end.status === 'failed') this.#failure = { side, error: end.error }
      if (end.status === 'measured') this.#measured[side].push(end.measurement)
    }
  }

  finish(): Interleaving {
    const medians = (side: Side): readonly number[] =>
      this.#measured[side].flatMap(({ launch }) => launch.metrics['latency']?.p50 ?? [])
    this.#options.onEvent({
      kind: 'interleaved-finished',
      key: this.#pair.identity.key,
      failure: this.#failure,
    })
    return {
      pair: this.#pair,
      medians: { current: medians('current'), baseline: medians('baseline') },
      results: { ...this.#resultOf('current'), ...this.#resultOf('baseline') },
      failure: this.#failure,
      obstacle: this.#obstacle(),
      unchecked: this.#elsewhere(),
    }
  }

  #elsewhere(): readonly string[] {
    const all = SIDES.flatMap((side) => this.#measured[side])
    return [...new Set(all.flatMap(({ elsewhere = [] }) => elsewhere))].toSorted()
  }

  /** Each side loads its own half, in a process of its own. */
  #obstacle(): string | undefined {
    const current = this.#measured.current[0]?.loaded?.current
    const baseline = this.#measured.baseline[0]?.loaded?.baseline
    if (current === undefined || baseline === undefined) return undefined
    return this.#options.obstacle({ current, baseline })
  }

  #launch(side: Side, launch: number): Promise<LaunchEnd> {
    const { path, exportName, paramsIndex, timeoutMs, identity } = this.#pair[side]
    const { timeMs, warmUpMs, signal, onEvent } = this.#options
    const { current, baseline, replace, env } = this.#plan
    const sides = { current, baseline, replace }
    const order = { path, exportName, paramsIndex, launch, timeMs, warmUpMs, sides }
    return runLaunch(
      {
        ...order,
        kind: 'launch',
        token: randomUUID(),
        seed: this.#seed,
        batchSize: this.#measured[side][0]?.batchSize,
        cpuProfile: undefined,
        ...targetFor(this.#pair[side], this.#plan.targets),
      },
      {
        cwd: this.#plan[side].cwd,
        env,
        timeoutMs,
        signal,
        onOutput: (text) => onEvent({ kind: 'output', key: identity.key, text }),
      },
    )
  }

  #resultOf(side: Side): Partial<Record<Side, Result>> {
    const errors = this.#failure?.side === side ? [this.#failure.error] : []
    const launches = this.#measured[side]
    if (errors.length + launches.length === 0) return {}
    const { identity, budget } = this.#pair[side]
    const { timeMs, launches: asked, packHistogram } = this.#options
    const profile = { kind: 'bench', launches: asked, timeMs, loader: 'native' } as const
    const result = assembleResult({
      identity,
      budget,
      profile,
      launches,
      errors,
      notes: [],
      packHistogram,
    })
    return { [side]: result }
  }
}
