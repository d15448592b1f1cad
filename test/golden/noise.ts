import type { Noise, NoiseFloor } from '../../src/model/noise.ts'
import { completeRun } from './fixtures.ts'

const { environment, revision } = completeRun

function floor(
  scenario: string,
  method: NoiseFloor['method'],
  percents: readonly number[],
): NoiseFloor {
  const [floorPercent = 0, smallestDetectablePercent = 0, spreadPercent = 0] = percents
  return {
    scenario,
    fingerprint: environment.fingerprint,
    method,
    clock: method === 'duet' ? 'cpu' : 'wall',
    measuredAt: '2026-03-01T09:14:00.000Z',
    commit: revision?.commit ?? null,
    launches: 12,
    ratio: 1.002,
    interval: [0.994, 1.01],
    confidence: 0.95,
    floorPercent,
    smallestDetectablePercent,
    spreadPercent,
  }
}

/** Scenarios of each kind, one of them blind to most of what may happen. */
export const noise: Noise = {
  schema: 'plimsoll/noise@1',
  status: 'failed',
  startedAt: '2026-03-01T09:14:00.000Z',
  finishedAt: '2026-03-01T09:15:12.400Z',
  seed: 7,
  launches: 12,
  revision,
  environment,
  floors: [
    floor('decode WAV', 'duet', [0.94, 1.32, 0.61]),
    floor('decode WAV', 'stored', [4.2, 6.83, 2.94]),
    floor('start the worker', 'interleaved', [6.4, 9.75, 5.5]),
    floor('start the worker', 'stored', [31.6, 48.2, 17.3]),
  ],
  unmeasured: [{ scenario: 'send \u001b[31mto CV', reason: 'failed: the bot is gone' }],
  notes: ['Others were working on this machine.'],
}
