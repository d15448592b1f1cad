import { createRandom } from '../../src/kernel/random.ts'
import type { Run } from '../../src/model/run.ts'
import { type SampleOptions, type SampleScenario, sampleRun } from './runs.ts'

/** A history with an injected shift: seeded runs, one a day, each of a commit of its own. */

/** What to make; everything has a default. */
export interface SampleHistory extends Omit<SampleOptions, 'startedAt' | 'commit' | 'revision'> {
  /** How many. Default 60. */
  readonly runs?: number
  /** Position of the first run that is slower. Default 40. */
  readonly shiftAt?: number
  /** Part → factor from that run on. */
  readonly shift?: Readonly<Record<string, number>>
  /** Spread of the machine's speed from run to run, as a share; the reference kernels follow it. Default 0. */
  readonly wander?: number
  /** Of the first run. */
  readonly from?: string
}

/** Two scenarios, the first with two stages. */
const HISTORY_SCENARIOS: readonly SampleScenario[] = [
  {
    name: 'chat command to CV',
    category: 'pipeline',
    latencyNs: 2_450_000,
    stages: { validate: 0.08, send: 0.85 },
    mode: 'async',
  },
  { name: 'decode audio', category: 'audio', params: { format: 'wav' }, latencyNs: 86_000 },
]

const DAY_MS = 86_400_000

/** The commit of the run at this position. */
export const commitAt = (index: number): string =>
  (index + 1).toString(16).padStart(4, '0') + 'c0ffee'.repeat(6)

/** Runs, oldest first. */
export function sampleHistory(options: SampleHistory = {}): readonly Run[] {
  const { runs = 60, shiftAt = 40, shift = {}, wander = 0, from, ...rest } = options
  const started = Date.parse(from ?? '2026-09-01T09:30:00.000Z')
  const random = createRandom(options.seed ?? 1).split('history')
  return Array.from({ length: runs }, (_, index) => {
    // Roughly normal: the sum of twelve uniform deviates (Irwin–Hall).
    const deviate = Array.from({ length: 12 }, () => random.float()).reduce((a, b) => a + b) - 6
    const speed = Math.exp(wander * deviate)
    const run = sampleRun({
      scenarios: HISTORY_SCENARIOS,
      launches: 3,
      samples: 40,
      ...rest,
      seed: (options.seed ?? 1) * 1_000 + index,
      startedAt: new Date(started + index * DAY_MS).toISOString(),
      revision: {
        commit: commitAt(index),
        branch: rest.branch === undefined ? 'main' : rest.branch,
        dirty: false,
        committedAt: new Date(started + index * DAY_MS - 600_000).toISOString(),
        subject: index === shiftAt ? 'Validate commands before they are queued' : `Change ${index}`,
      },
      slower: factors(rest.scenarios ?? HISTORY_SCENARIOS, speed, index >= shiftAt ? shift : {}),
    })
    return atSpeed(run, speed)
  })
}

/** Stages follow their scenario, so only scenarios follow the machine. */
function factors(
  scenarios: readonly SampleScenario[],
  speed: number,
  shift: Readonly<Record<string, number>>,
): Record<string, number> {
  const keys = scenarios.map(({ name, params = {} }) => {
    const pairs = Object.entries(params).map(([param, value]) => `${param}=${value}`)
    return pairs.length === 0 ? name : `${name} [${pairs.join(' ')}]`
  })
  return {
    ...shift,
    ...Object.fromEntries(keys.map((key) => [key, speed * (shift[key] ?? 1)])),
  }
}

function atSpeed(run: Run, speed: number): Run {
  const { aluNs, allocNs } = run.environment.calibration
  const calibration = { aluNs: aluNs * speed, allocNs: allocNs * speed }
  return { ...run, environment: { ...run.environment, calibration } }
}
