import fc from 'fast-check'
import { type History, HISTORY_SCHEMA } from '../../../src/model/history.ts'
import { type Noise, NOISE_SCHEMA } from '../../../src/model/noise.ts'
import type { ReportInput } from '../../../src/model/ports.ts'
import type { Verdict } from '../../../src/model/comparison.ts'
import {
  budget,
  comparison,
  environment,
  HOSTILE,
  judged,
  part,
  result,
  revision,
  run,
  stage,
} from '../../golden/fixtures.ts'

const FRAGMENTS = [
  ...[
    '`',
    '``',
    '|',
    '\\',
    '\n',
    '\r',
    '\t',
    '"',
    "'",
    '<',
    '>',
    '&',
    '&amp;',
    ']]>',
    '<!--',
    '-->',
  ],
  ...[
    '@user',
    '#123',
    'GH-7',
    'https://x.example',
    'www.x',
    '*',
    '_',
    '[',
    '](',
    '!',
    '~~',
    '$',
    '=',
  ],
  ...[
    '\u001b[31m',
    '\u001b]8;;',
    '\u0007',
    '\u0000',
    '\u007f',
    '\u009b',
    '\u202e',
    '\u2066',
    '\u2028',
  ],
  ...[
    '名',
    '👩‍👩‍👧',
    'e\u0301',
    '\ud83d',
    '\ufffe',
    ' ',
    '-',
    '+',
    '1.',
    '</details>',
    ',',
    ';',
    '%',
  ],
]

/** Texts that try to act in some medium. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 12 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(...HOSTILE),
)

const VERDICTS: readonly Verdict[] = [
  'regressed',
  'improved',
  'unchanged',
  'inconclusive',
  'not-comparable',
  'added',
  'removed',
]

const number = fc.oneof(
  fc.double({ min: 1e-3, max: 1e15, noNaN: true }),
  fc.constantFrom(0, 1e300, 5e-324),
)

/** One scenario's worth of hostile texts and extreme numbers. */
const scenario = fc.record({
  key: hostileText,
  category: hostileText,
  text: hostileText,
  value: number,
  ratio: fc.option(number),
  status: fc.constantFrom('ok' as const, 'failed' as const, 'invalid' as const),
  verdict: fc.constantFrom(...VERDICTS),
})

/** Runs and comparisons in which every text is hostile. */
export const hostileInput: fc.Arbitrary<ReportInput> = fc
  .record({
    scenarios: fc.array(scenario, { maxLength: 5 }),
    text: hostileText,
    compared: fc.boolean(),
  })
  .map(({ scenarios, text, compared }) => ({
    run: run(
      scenarios.map(({ key, category, text: message, value, status }) =>
        result(key, category, value, {
          status,
          stages: [stage(message, value)],
          notes: [{ code: message, message }],
          errors: [{ code: message, count: 2, example: message, where: message }],
          health: { generator: 'ok', sendLagP99Ms: 0, notes: [message] },
        }),
      ),
      {
        id: text,
        note: text,
        revision: { ...revision, branch: text, commit: text },
        environment: { ...environment, cpuModel: text, ci: text, fingerprint: text },
        budgets: scenarios.map(({ key, text: reason }) =>
          budget(key, 'broken', { stage: reason, metric: reason, statistic: reason, reason }),
        ),
      },
    ),
    comparison: compared
      ? comparison(
          scenarios.map(({ key, category, text: reason, value, ratio, verdict }) =>
            judged(key, verdict, {
              category,
              reason,
              ratio,
              currentNs: value,
              stages: [part(reason, verdict, value)],
              metrics: [part(reason, 'regressed', value)],
              profile: {
                files: { baseline: reason, current: reason },
                functions: [
                  { name: reason, file: reason, line: 1, baselineNs: value, currentNs: 0 },
                ],
              },
            }),
          ),
          { notes: [text], baseline: { name: text, run: text, revision: null, environment } },
        )
      : undefined,
  }))

/** What no output may hold raw: C0 but for line feed, DEL, C1, bidi controls, line separators, lone surrogates. */
export const ACTING =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]|\p{Surrogate}/u

/** A history of two runs whose every text is this one. */
export function hostileHistory(text: string): History {
  const point = {
    run: text,
    startedAt: text,
    commit: text,
    branch: text,
    value: 1,
    level: 1,
    slowness: 1,
  }
  const side = {
    run: text,
    startedAt: text,
    revision: { ...revision, commit: text, branch: text, subject: text },
  }
  const change = {
    index: 1,
    indexInterval: [1, 2],
    last: side,
    first: { ...side, revision: null },
    before: 1,
    after: 2,
    difference: 1,
    interval: [0.5, 1.5],
    ratio: 2,
    ratioInterval: [1.5, 2.5],
    confidence: 0.99,
  } as const
  const series = {
    scenario: text,
    metric: text,
    unit: 'ns',
    better: 'lower',
    statistic: 'p50',
    withoutStatistic: 1,
    points: [point, { ...point, branch: `${text}2` }],
    normalisation: { applied: true, rawSpreadPercent: 2, normalisedSpreadPercent: 1 },
    changes: [change],
    trend: { kind: 'rising', runs: 1, level: 2, rise: 1, interval: [1, 2], words: text },
  } as const
  const shown = [
    { ...series, stage: null },
    { ...series, stage: text },
  ]
  const query = {
    filters: [],
    stages: [],
    metrics: [],
    statistic: null,
    branch: null,
    since: null,
    limit: null,
  }
  return {
    schema: HISTORY_SCHEMA,
    query,
    environments: [
      { fingerprint: text, environment: { ...environment, cpuModel: text }, series: shown },
    ],
    leftOut: { aborted: 1, invalid: 1, failed: 1, merged: 1 },
  }
}

/** A measurement of the noise in which every text is hostile. */
export function hostileNoise(text: string): Noise {
  return {
    schema: NOISE_SCHEMA,
    status: 'aborted',
    startedAt: '2026-03-01T09:14:00.000Z',
    finishedAt: '2026-03-01T09:15:00.000Z',
    seed: 1,
    launches: 12,
    revision: null,
    environment: { ...environment, cpuModel: text },
    floors: [
      {
        scenario: text,
        fingerprint: text,
        method: 'duet',
        clock: 'cpu',
        measuredAt: '2026-03-01T09:14:00.000Z',
        commit: null,
        launches: 12,
        ratio: 1,
        interval: [0.9, 1.1],
        confidence: 0.95,
        floorPercent: 10,
        smallestDetectablePercent: 12,
        spreadPercent: 1e300,
      },
    ],
    unmeasured: [{ scenario: text, reason: text }],
    notes: [text],
  }
}
