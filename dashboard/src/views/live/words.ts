import type { LiveProgress, LiveRun } from '../../../../src/model/page.ts'
import { formatCount, plural } from '../../../../src/show/text/quantity.ts'

/** What the live view says. */

/** `load test`, `benchmark`. */
export const kindWord = ({ kind }: Pick<LiveRun, 'kind'>): string => KINDS[kind] ?? kind

const KINDS: Readonly<Partial<Record<LiveRun['kind'], string>>> = {
  bench: 'benchmark',
  load: 'load test',
  soak: 'soak test',
  fault: 'fault test',
}

/** As badges and notices take it. */
interface StatusWord {
  readonly word: string
  readonly tone: 'plain' | 'good' | 'warning' | 'error'
}

/** A word and a tone for each way in which a run may be. */
export const STATUS: Readonly<Record<LiveRun['status'], StatusWord>> = {
  running: { word: 'running', tone: 'plain' },
  lost: { word: 'lost', tone: 'error' },
  complete: { word: 'complete', tone: 'good' },
  aborted: { word: 'aborted', tone: 'warning' },
  failed: { word: 'failed', tone: 'error' },
  invalid: { word: 'invalid', tone: 'warning' },
}

/** What has become of a run, in a sentence; empty while it goes on. */
export function endSentence({ status }: Pick<LiveRun, 'status'>): string {
  if (status === 'running') return ''
  if (status === 'lost') return 'Its process has died, so there will be no record of it.'
  return ENDS[status]
}

const ENDS: Readonly<Record<Exclude<LiveRun['status'], 'running' | 'lost'>, string>> = {
  complete: 'It has ended, and is recorded.',
  aborted: 'It was ended early; what was measured is recorded.',
  failed: 'It has ended: something failed, and the record says what.',
  invalid: 'It has ended, but the generator was the bottleneck: its numbers are not to be trusted.',
}

/** `12 of 50 launches`; of rounds under load `3 of 10 rounds`, of a duet `3 of 10 scenarios`. */
export function progressText({ done, launches }: LiveProgress, kind: LiveRun['kind']): string {
  return `${formatCount(done)} of ${plural(launches, ...(STEPS[kind] ?? ['launch', 'launches']))}`
}

const STEPS: Readonly<Partial<Record<LiveRun['kind'], readonly [one: string, many: string]>>> = {
  load: ['round', 'rounds'],
  duet: ['scenario', 'scenarios'],
}

/** `0:07`, `12:34`, `1:02:03`. */
export function clockText(timeMs: number): string {
  const seconds = Math.max(0, Math.floor(timeMs / 1000))
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const shown = parts[0] === 0 ? parts.slice(1) : parts
  return shown.map((part, index) => (index === 0 ? part : String(part).padStart(2, '0'))).join(':')
}
