import { expect, test } from 'vitest'
import { type Ns, ms, ns } from '../../../../src/kernel/units.ts'
import type { DuetEvent, DuetEvidence, DuetLaunch, DuetPair } from '../../../../src/model/duet.ts'
import { createDuetProgress, type Progress } from '../../../../src/show/index.ts'
import { plan } from '../../../golden/fixtures.ts'

const pairs = plan.scenarios.map(
  (planned): DuetPair => ({ identity: planned.identity, current: planned, baseline: planned }),
)
const [firstPair = fail()] = pairs
const { key } = firstPair.identity

function fail(): never {
  throw new Error('fixture')
}

const reading = { ratio: 1.2, logStandardError: 0.01, currentNs: 120, baselineNs: 100 }
const launch = (index: number): DuetLaunch => ({
  launch: index,
  first: 'current',
  pairs: 200,
  batchSize: 10,
  wall: reading,
  cpu: reading,
  spent: { wallNs: 1, cpuNs: 1, idleNs: 0, voluntarySwitches: 0, involuntarySwitches: 0 },
  stages: [],
})

function evidence(parts: Partial<DuetEvidence> = {}): DuetEvidence {
  return {
    pair: firstPair,
    launches: [launch(0), launch(1), launch(2)],
    failure: undefined,
    obstacle: undefined,
    unchecked: [],
    ended: 'decided',
    ...parts,
  }
}

const unsure = { decided: false, ratio: null, interval: null }
const sure = { decided: true, ratio: 1.2, interval: [1.18, 1.22] } as const
const EVENTS: readonly DuetEvent[] = [
  { kind: 'duet-started', key, launch: 0 },
  { kind: 'output', key, text: 'loaded \u001b[31m3 voices\u001b[0m\n' },
  { kind: 'duet-judged', key, launches: 1, progress: unsure },
  { kind: 'duet-started', key, launch: 1 },
  { kind: 'duet-judged', key, launches: 2, progress: sure },
  { kind: 'duet-started', key, launch: 2 },
  { kind: 'duet-finished', key, evidence: evidence() },
]

function record(live: boolean): { progress: Progress<DuetEvent>; text: () => string } {
  let text = ''
  const clock = { now: (): Ns => ns(0), epoch: () => ms(0) }
  const write = (part: string): void => {
    text += part
  }
  const options = { width: 80, color: false, live, write, clock }
  return { progress: createDuetProgress({ pairs }, options), text: () => text }
}

function shown(live: boolean, events: readonly DuetEvent[]): string {
  const { progress, text } = record(live)
  for (const event of events) progress.onEvent(event)
  progress.stop()
  return text()
}

test('without a terminal every look is a line, with the estimate once there is one', () => {
  expect(shown(false, EVENTS)).toBe(
    [
      'audio: decode WAV │ loaded ␛[31m3 voices␛[0m',
      'audio: decode WAV  1 process',
      'audio: decode WAV  2 processes  +20.0 % (+18.0 … +22.0 %)',
      '[1/2] audio: decode WAV  +20.0 % (+18.0 … +22.0 %), 3 processes',
      '',
    ].join('\n'),
  )
})

test('on a terminal one line is redrawn, and what is done stays above it', () => {
  const text = shown(true, EVENTS)
  const lines = text.split(/\r\u001b\[2K|\n|\u001b\[\?25[lh]/)
  expect(lines.filter((line) => line !== '')).toEqual([
    '[1/2] audio: decode WAV  process 1',
    'audio: decode WAV │ loaded ␛[31m3 voices␛[0m',
    '[1/2] audio: decode WAV  process 1',
    '[1/2] audio: decode WAV  process 2',
    '[1/2] audio: decode WAV  process 3  +20.0 % (+18.0 … +22.0 %)',
    '• audio: decode WAV  +20.0 % (+18.0 … +22.0 %), 3 processes',
    '[2/2] audio: decode WAV  process 3  +20.0 % (+18.0 … +22.0 %)',
  ])
  expect(text.endsWith('\r\u001b[2K\u001b[?25h')).toBe(true)
  expect(text).not.toContain('\u001b[31m')
})

test('no live line is wider than the terminal, and nothing is drawn after the end', () => {
  const { progress, text } = record(true)
  progress.onEvent({ kind: 'duet-started', key: 'k'.repeat(300), launch: 0 })
  progress.stop()
  progress.onEvent({ kind: 'duet-started', key, launch: 1 })
  const [line = ''] = text().replace('\u001b[?25l', '').split('\r')
  expect(line.length).toBe(79)
  expect(text().endsWith('\u001b[?25h')).toBe(true)
})

test('what could not be measured says why, and of which side', () => {
  const error = { code: 'SCENARIO_THREW', count: 1, example: 'no input\nat all' }
  const failure = { side: 'baseline', error } as const
  const said = shown(false, [
    { kind: 'duet-finished', key, evidence: evidence({ failure, launches: [] }) },
    { kind: 'interleaved-finished', key, failure },
    { kind: 'interleaved-finished', key, failure: undefined },
    { kind: 'duet-finished', key, evidence: evidence({ obstacle: 'the same file' }) },
    { kind: 'duet-finished', key, evidence: evidence({ ended: 'time-budget' }) },
    { kind: 'profile-started', key, side: 'current' },
  ])
  expect(said.split('\n').map((line) => line.replace(/^.*?decode WAV  /, ''))).toEqual([
    'failed in the baseline side: SCENARIO_THREW: no input at all',
    'failed in the baseline side: SCENARIO_THREW: no input at all',
    'measured in fresh processes in turn',
    'not comparable',
    '3 processes, its time is spent',
    'CPU profile of the current side',
    '',
  ])
})
