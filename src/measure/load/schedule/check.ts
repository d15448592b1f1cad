import { refuseProblems } from '../../../kernel/errors.ts'
import type { LoadSchedule, RateStage, UserStage } from '../../../model/load.ts'
import { totalCount, ratePieces } from './rate-line.ts'
import { mostUsers } from './users.ts'

/** What makes no sense in a schedule, before anything is started. */

/** Above this a rate is a slip: machines together start a tenth of it. */
const HIGHEST_RATE_PER_SECOND = 10_000_000
/** Above this a number of users is one. */
const HIGHEST_USERS = 1_000_000

/** Everything that is wrong, one line each; empty when it can be run. */
export function scheduleProblems(schedule: LoadSchedule): readonly string[] {
  if (schedule.kind === 'replay') return replayProblems(schedule.arrivalsMs)
  if (schedule.stages.length === 0) return ['a schedule needs at least one stage']
  const problems =
    schedule.kind === 'open'
      ? schedule.stages.flatMap(rateStageProblems)
      : [...schedule.stages.flatMap(userStageProblems), ...pauseProblems(schedule)]
  return problems.length > 0 ? problems : emptinessProblems(schedule)
}

/** @throws PlimsollError SCHEDULE_INVALID with every problem */
export function requireSchedule(schedule: LoadSchedule): void {
  refuseProblems({
    code: 'SCHEDULE_INVALID',
    problems: scheduleProblems(schedule),
    several: (count) => `the schedule has ${count} problems`,
    hint: 'correct the rate, users or durations; load --dry-run shows the schedule without starting anything',
  })
}

function rateStageProblems(stage: RateStage, index: number): readonly string[] {
  const { fromPerSecond, toPerSecond } = stage
  const bad = [fromPerSecond, toPerSecond].filter(
    (rate) => !(rate >= 0 && rate <= HIGHEST_RATE_PER_SECOND),
  )
  const place = `stage ${index + 1}`
  return [
    ...durationProblems(stage.durationMs, place),
    ...new Set(bad.map((rate) => `${place}: a rate is from 0 to 10,000,000/s, got ${rate}`)),
  ]
}

function userStageProblems(stage: UserStage, index: number): readonly string[] {
  const bad = [stage.fromUsers, stage.toUsers].filter(
    (users) => !(Number.isInteger(users) && users >= 0 && users <= HIGHEST_USERS),
  )
  const place = `stage ${index + 1}`
  return [
    ...durationProblems(stage.durationMs, place),
    ...new Set(bad.map((users) => `${place}: users are whole, 0 to 1,000,000, got ${users}`)),
  ]
}

const durationProblems = (lengthMs: number, place: string): readonly string[] =>
  lengthMs >= 0 && Number.isFinite(lengthMs)
    ? []
    : [`${place}: a duration is a number of ms of at least 0, got ${lengthMs}`]

function pauseProblems({
  thinkTimeMs,
  pacingMs,
}: {
  readonly thinkTimeMs: number
  readonly pacingMs: number
}): readonly string[] {
  return [...durationProblems(thinkTimeMs, 'think time'), ...durationProblems(pacingMs, 'pacing')]
}

function emptinessProblems(schedule: Exclude<LoadSchedule, { kind: 'replay' }>): readonly string[] {
  const isEmpty =
    schedule.kind === 'open'
      ? totalCount(ratePieces(schedule.stages)) === 0
      : mostUsers(schedule.stages) === 0
  const what = schedule.kind === 'open' ? 'its rate is 0' : 'it has no users'
  return isEmpty ? [`the schedule starts nothing: ${what}, or it takes no time`] : []
}

function replayProblems(arrivalsMs: readonly number[]): readonly string[] {
  if (arrivalsMs.length === 0) return ['a replay needs at least one arrival']
  const index = arrivalsMs.findIndex(
    (timeMs, place) => !Number.isFinite(timeMs) || timeMs < (arrivalsMs[place - 1] ?? 0),
  )
  if (index < 0) return []
  return [`arrival ${index + 1} of the replay: times ascend from 0, got ${arrivalsMs[index]}`]
}
