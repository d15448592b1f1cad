import type { Comparison } from '../../src/model/comparison.ts'
import type { Result, Run } from '../../src/model/run.ts'
import {
  comparison,
  completeRun,
  everyVerdict,
  judged,
  part,
  result,
  revision,
  run,
} from './fixtures.ts'

/** Deterministic duets for golden files. */

const busy = (percent: number): Result['notes'][number] => ({
  code: 'MACHINE_BUSY',
  message: `other programs used up to ${percent} % of a core during 6 of 8 launches`,
})
const waits = {
  code: 'WALL_EXCEEDS_CPU',
  message:
    'wall time is 1.63 × the CPU time of its thread: it waits, or the machine gave its time to others',
}

/** The current side of {@link duetComparison}. */
export const duetRun: Run = run(
  [
    result('frequent words', 'text', 123_000, { notes: [busy(166), waits] }),
    result('decode WAV', 'audio', 118_000, { notes: [busy(141), waits] }),
    result('connect and greet', 'network', 2_310_000, { notes: [busy(120)] }),
    result('log-mel spectrogram', 'audio', 517_000),
    result('start the decoder', 'audio', 41_300_000, { notes: [waits] }),
  ],
  { kind: 'duet', budgets: [], labels: { side: 'current', beside: 'main' } },
)

/** Two revisions in one process, of which one scenario was measured apart. */
export const duetComparison: Comparison = comparison(
  [
    judged('frequent words', 'regressed', {
      method: 'duet',
      clock: 'cpu',
      ratio: 1.925,
      currentNs: 123_000,
      launches: { current: 8, baseline: 8 },
      reason:
        "92.5 % slower (+89.2 … +95.9 %), more than the tolerance of 1 %; in stage 'count' (+191 %)",
      stages: [
        part('tokenize', 'unchanged', 1.001),
        { ...part('count', 'regressed', 2.91), baselineNs: 29_300, currentNs: 85_300 },
        { ...part('top', 'inconclusive', 0.967), baselineNs: 3_540, currentNs: 3_420 },
      ],
      profile: {
        files: {
          baseline: '.plimsoll/profiles/frequent-words.baseline.cpuprofile',
          current: '.plimsoll/profiles/frequent-words.current.cpuprofile',
        },
        functions: [
          { name: 'normalise', file: 'src/text.ts', line: 12, baselineNs: 0, currentNs: 41_200 },
          { name: 'count', file: 'src/text.ts', line: 7, baselineNs: 13_100, currentNs: 24_900 },
          {
            name: '(garbage collector)',
            file: '',
            line: null,
            baselineNs: 2_100,
            currentNs: 5_020,
          },
          { name: 'fold', file: 'src/a|b/`fold`.ts', line: 3, baselineNs: 4_400, currentNs: 0 },
        ],
      },
    }),
    judged('start the decoder', 'inconclusive', {
      method: 'interleaved',
      ratio: 1.06,
      interval: [0.88, 1.27],
      currentNs: 41_300_000,
      smallestDetectablePercent: 17.6,
      launches: { current: 8, baseline: 8 },
      reason:
        "8 launches a side can't tell: the interval (-12.0 … +27.0 %) spans the limit (p 0.46; interleaved fresh processes, since it declares exclusive: true)",
    }),
    judged('resample', 'not-comparable', {
      method: 'duet',
      category: 'audio',
      launches: { current: 1, baseline: 1 },
      currentNs: 1_231_000,
      baselineNs: 1_230_000,
      reason:
        'both sides loaded packages/resample/src/index.ts of the current side, which differs between them',
    }),
    judged('cosine similarity', 'added', { category: 'speakers' }),
    judged('dot product', 'removed', { category: 'speakers' }),
    judged('decode WAV', 'unchanged', {
      method: 'duet',
      clock: 'cpu',
      ratio: 1.004,
      currentNs: 118_000,
      launches: { current: 4, baseline: 4 },
    }),
    judged('log-mel spectrogram', 'unchanged', {
      method: 'duet',
      clock: 'cpu',
      ratio: 0.998,
      currentNs: 517_000,
      launches: { current: 6, baseline: 6 },
    }),
    judged('connect and greet', 'unchanged', {
      method: 'duet',
      ratio: 1.01,
      currentNs: 2_310_000,
      launches: { current: 12, baseline: 12 },
    }),
  ],
  {
    ...duetSides(),
    method: 'duet',
    rule: { tolerancePercent: 1, unchangedWithinPercent: 5, thresholdMs: null, confidence: 0.99 },
    verdict: 'regressed',
    exitCode: 1,
    notes: ["One perf test for Vitest can't be loaded twice into one process, and is left out."],
  },
)

function duetSides(): Pick<Comparison, 'current' | 'baseline'> {
  const { current, baseline } = everyVerdict
  const dirty = { ...revision, branch: 'feature/count-words-by-their-normal-form', dirty: true }
  return { baseline, current: { ...current, name: 'the working tree', revision: dirty } }
}

const single = { verdict: 'regressed', ratio: 1.153, interval: [1.11, 1.2] } as const

/** What a check says: the single run's suggestions, and what the duet found of them. */
export const checkedComparison: Comparison = comparison(
  [
    judged('decode WAV', 'regressed', {
      method: 'duet',
      clock: 'cpu',
      ratio: 1.062,
      currentNs: 118_000,
      launches: { current: 8, baseline: 8 },
      reason: '6.2 % slower (+5.4 … +7.0 %), more than the tolerance of 1 %',
      suggested: single,
    }),
    judged('resample [from=44100 to=16000]', 'unchanged', {
      method: 'duet',
      clock: 'cpu',
      ratio: 1.001,
      currentNs: 1_232_000,
      launches: { current: 4, baseline: 4 },
      reason: 'no change larger than 5 % either way: +0.1 % (-1.2 … +1.4 %)',
      suggested: single,
    }),
    judged('log-mel spectrogram', 'unchanged', {
      method: 'duet',
      clock: 'cpu',
      ratio: 0.998,
      currentNs: 517_000,
      launches: { current: 6, baseline: 6 },
      reason: 'no change larger than 5 % either way: -0.2 % (-1.9 … +1.6 %)',
      suggested: { verdict: 'inconclusive', ratio: 1.04, interval: [0.93, 1.16] },
    }),
    judged('whole conversation', 'unchanged', {
      method: 'stored',
      ratio: 1.01,
      currentNs: 2_310_000_000,
    }),
  ],
  {
    method: 'duet',
    rule: { tolerancePercent: 1, unchangedWithinPercent: 5, thresholdMs: null, confidence: 0.99 },
    verdict: 'regressed',
    exitCode: 1,
    notes: [
      '3 of 4 scenarios were settled by a duet; the single run showed 1 of them within 10 %.',
    ],
  },
)

/** The run that was checked. */
export const checkedRun: Run = { ...completeRun, budgets: [] }
