import { isAbsolute, relative } from 'node:path'
import { usageError } from '../kernel/errors.ts'
import type { DuetEvidence, Side } from '../model/duet.ts'
import type { PhasedSchedule } from '../model/load.ts'
import type { PlannedScenario } from '../model/plan.ts'
import type { Calibration, LoadResult } from '../model/run.ts'
import type { StartedTarget } from '../model/target.ts'
import type { LoadEvidence } from '../judge/index.ts'
import {
  type LoadRound,
  measureRound,
  type RunningTarget,
  type ServiceDeath,
  startTarget,
} from '../measure/index.ts'
import { packHistogram } from '../record/index.ts'
import { formatTogether } from '../show/index.ts'
import type { DuetSides } from './duet-sides.ts'
import { lanePlan } from './load-plans.ts'
import type { Project } from './project.ts'
import { deathText } from './target-deaths.ts'

/** A load on two revisions of a target, round after round: each round has fresh instances of both. */

/** What is measured of one scenario. */
export interface RoundsRequest {
  readonly scenario: PlannedScenario
  readonly target: StartedTarget
  readonly sides: DuetSides
  readonly phased: PhasedSchedule
  readonly sliceMs: number
  readonly rounds: number
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

/** All rounds of one scenario, until one fails or is interrupted. */
export async function measureRounds(
  project: Project,
  request: RoundsRequest,
): Promise<ScenarioRounds> {
  const rounds: LoadRound[] = []
  const sound = (): readonly LoadRound[] => rounds.filter(isSound)
  while (sound().length < request.rounds && rounds.length < MOST_TIMES * request.rounds) {
    if (project.signal.aborted) break
    const measured = await measureOne(project, request, rounds.length)
    rounds.push(measured)
    if (measured.aborted || measured.failure !== undefined) break
    tellOf(project, request, { measured, count: sound().length })
  }
  return gather(rounds, request, project.signal.aborted)
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
  interrupted: boolean,
): ScenarioRounds {
  const failure = rounds.find((round) => round.failure !== undefined)?.failure
  const aborted = interrupted || rounds.some((round) => round.aborted)
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
  const deaths: Record<Side, ServiceDeath[]> = { current: [], baseline: [] }
  await using stack = new AsyncDisposableStack()
  const start = async (side: Side): Promise<RunningTarget> =>
    stack.use(
      await startTarget(targetOf(project, request.target), {
        cwd: request.sides[side].folder.cwd,
        signal: project.signal,
        envOf: () => ({}),
        logs: undefined,
        onDeath: (death) => deaths[side].push(death),
      }),
    )
  const one = await start(first)
  const other = await start(first === 'current' ? 'baseline' : 'current')
  const running =
    first === 'current' ? { current: one, baseline: other } : { current: other, baseline: one }
  const { scenario, phased } = request
  const plans = {
    current: lanePlan(project, scenario, { phased, target: running.current.info }),
    baseline: lanePlan(project, scenario, { phased, target: running.baseline.info }),
  }
  const { lane, common } = plans.current
  const measured = await measureRound(
    {
      round,
      first,
      phased,
      sliceMs: request.sliceMs,
      lanes: { current: lane, baseline: plans.baseline.lane },
      common,
    },
    { signal: project.signal, packHistogram, onOutput: project.tell },
  )
  return withDeath(measured, deaths)
}

/** A side whose target ended by itself has failed, whatever was answered before. */
function withDeath(
  round: LoadRound,
  deaths: Readonly<Record<Side, readonly ServiceDeath[]>>,
): LoadRound {
  const side = (['current', 'baseline'] as const).find((each) => deaths[each].length > 0)
  const death = side === undefined ? undefined : deaths[side][0]
  if (side === undefined || death === undefined) return round
  const last = death.lastLines.at(-1)
  const example = `${deathText(death)}${last === undefined ? '' : `; it last wrote: ${last}`}`
  return { ...round, failure: { side, error: { code: 'TARGET_DIED', count: 1, example } } }
}

/** Of the same place in each checkout. @throws PlimsollError (exit 2) when both sides would be the same, or in each other's way */
function targetOf({ cwd }: Project, target: StartedTarget): StartedTarget {
  const { service, name } = target
  const fixed = Object.values(service.ports ?? {}).some((port) => port.fixed !== undefined)
  if (fixed) {
    throw usageError(
      'AGAINST_FIXED_PORT',
      `${name} has a fixed port, and two revisions of it are to run side by side`,
      'let plimsoll choose its ports: leave out fixed in its ports',
    )
  }
  if (service.cwd === undefined || !isAbsolute(service.cwd)) return target
  const within = relative(cwd, service.cwd)
  if (!within.startsWith('..') && !isAbsolute(within)) {
    return { ...target, service: { ...service, cwd: within } }
  }
  throw usageError(
    'AGAINST_SAME_CODE',
    `${name} is started in ${service.cwd}, which is the same for both revisions`,
    'give it a cwd within the project',
  )
}
