import { PlimsollError } from '../kernel/errors.ts'
import type { DuetEvidence, Side } from '../model/duet.ts'
import type { PhasedSchedule } from '../model/load.ts'
import type { PlannedScenario } from '../model/plan.ts'
import type { Calibration, LoadResult } from '../model/run.ts'
import type { LoadEvidence } from '../judge/index.ts'
import { type LoadRound, measureRound } from '../measure/index.ts'
import { packHistogram } from '../record/index.ts'
import { formatTogether } from '../show/index.ts'
import { type PairRequest, type SideDeath, startPair } from './load-against-pair.ts'
import { lanePlan } from './load-plans.ts'
import type { Project } from './project.ts'
import { deathText } from './target-deaths.ts'

/** A load on two revisions of a target, round after round: each round has fresh instances of both. */

/** What is measured of one scenario. */
export interface RoundsRequest extends PairRequest {
  readonly scenario: PlannedScenario
  readonly phased: PhasedSchedule
  readonly sliceMs: number
  readonly rounds: number
  /** Told how many have counted so far. */
  readonly onRounds: (done: number) => void
}

/** What the rounds of one scenario gave. */
export interface ScenarioRounds {
  readonly evidence: LoadEvidence
  readonly results: Readonly<Record<Side, readonly LoadResult[]>>
  readonly calibrations: readonly Calibration[]
  readonly aborted: boolean
}

/** A round in which the generator was the limit is made up for, but there are no more than so many times those asked for. */
const MOST_TIMES = 2

/** Fewest rounds without the generator's own lateness that anything is said by. */
const FEWEST_SOUND = 3

/** All rounds of one scenario, until one fails or is interrupted. @throws PlimsollError as `startPair`, of the first one */
export async function measureRounds(
  project: Project,
  request: RoundsRequest,
): Promise<ScenarioRounds> {
  const rounds: LoadRound[] = []
  const sound = (): readonly LoadRound[] => rounds.filter(isSound)
  while (sound().length < request.rounds && rounds.length < MOST_TIMES * request.rounds) {
    if (project.signal.aborted) break
    request.onRounds(sound().length)
    const measured = await measureOne(project, request, rounds.length).catch((thrown: unknown) =>
      endedBy(thrown, rounds, project.signal),
    )
    if ('ended' in measured) return gather(rounds, request, measured)
    rounds.push(measured)
    if (measured.aborted || measured.failure !== undefined) break
    tellOf(project, request, { measured, count: sound().length })
  }
  return gather(rounds, request, { ended: project.signal.aborted ? 'interrupted' : 'measured' })
}

/** What ended the rounds, beside what the last of them says. */
type RoundsEnd =
  | { readonly ended: 'measured' | 'interrupted' }
  | { readonly ended: 'failed'; readonly failure: DuetEvidence['failure'] }

/** What was measured before is kept. @throws whatever ended the first round */
function endedBy(thrown: unknown, rounds: readonly LoadRound[], signal: AbortSignal): RoundsEnd {
  if (signal.aborted) return { ended: 'interrupted' }
  if (rounds.length === 0 || !(thrown instanceof PlimsollError)) throw thrown
  const { code, message } = thrown
  return {
    ended: 'failed',
    failure: { side: undefined, error: { code, count: 1, example: message } },
  }
}

const isSound = ({ obstacle, aborted }: LoadRound): boolean => obstacle === undefined && !aborted

function tellOf(
  { settings, tell }: Project,
  { scenario, rounds }: RoundsRequest,
  { measured, count }: { readonly measured: LoadRound; readonly count: number },
): void {
  if (settings.quiet) return
  const { key } = scenario.identity
  if (isSound(measured)) tell(`${key}: round ${count} of ${rounds}: ${roundText(measured)}`)
  else tell(`${key}: a round is left out: ${measured.obstacle ?? ''}`)
}

function gather(
  rounds: readonly LoadRound[],
  { scenario }: RoundsRequest,
  end: RoundsEnd,
): ScenarioRounds {
  const failure =
    end.ended === 'failed'
      ? end.failure
      : rounds.find((round) => round.failure !== undefined)?.failure
  const aborted = end.ended === 'interrupted' || rounds.some((round) => round.aborted)
  const sound = rounds.filter(isSound)
  const common: Omit<DuetEvidence, 'launches'> = {
    pair: { identity: scenario.identity, current: scenario, baseline: scenario },
    failure,
    obstacle: sound.length < FEWEST_SOUND ? rounds.at(-1)?.obstacle : undefined,
    unchecked: [],
    ended: aborted ? 'aborted' : failure === undefined ? 'time-budget' : 'failed',
  }
  const shown = sound.length === 0 ? rounds : sound
  return {
    evidence: {
      p50: { ...common, launches: sound.flatMap(({ launches }) => launches.p50 ?? []) },
      p95: { ...common, launches: sound.flatMap(({ launches }) => launches.p95 ?? []) },
    },
    results: {
      current: shown.map(({ results }) => results.current),
      baseline: shown.map(({ results }) => results.baseline),
    },
    calibrations: rounds.flatMap(({ calibrations }) => calibrations),
    aborted,
  }
}

function roundText({ launches: { p50 } }: LoadRound): string {
  if (p50 === undefined) return 'too little was answered'
  const [current, baseline] = formatTogether([p50.wall.currentNs, p50.wall.baselineNs], 'ns')
  return `p50 ${current} beside ${baseline}`
}

/** Each side is started first in every other round, since whoever is first may keep an advantage. */
const firstOf = (round: number): Side => ((round + 1) % 4 < 2 ? 'current' : 'baseline')

async function measureOne(
  project: Project,
  request: RoundsRequest,
  round: number,
): Promise<LoadRound> {
  const first = firstOf(round)
  await using pair = await startPair(project, request, first)
  const { scenario, phased, sliceMs } = request
  const planOf = (side: Side): ReturnType<typeof lanePlan> =>
    lanePlan(project, scenario, { phased, target: pair.info[side] })
  const { lane: current, common } = planOf('current')
  const { lane: baseline } = planOf('baseline')
  const measured = await measureRound(
    { round, first, phased, sliceMs, lanes: { current, baseline }, common },
    { signal: project.signal, packHistogram, onOutput: project.tell },
  )
  return withDeath(measured, pair.deaths)
}

/** A side whose target ended by itself has failed, whatever was answered before. */
function withDeath(round: LoadRound, [first]: readonly SideDeath[]): LoadRound {
  if (first === undefined) return round
  const { side, death } = first
  const last = death.lastLines.at(-1)
  const example = `${deathText(death)}${last === undefined ? '' : `; it last wrote: ${last}`}`
  return { ...round, failure: { side, error: { code: 'TARGET_DIED', count: 1, example } } }
}
