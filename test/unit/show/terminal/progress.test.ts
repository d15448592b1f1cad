import { expect, test } from 'vitest'
import { type Ns, ms, ns } from '../../../../src/kernel/units.ts'
import type { MeasureEvent } from '../../../../src/model/plan.ts'
import { createProgress, type Progress } from '../../../../src/show/index.ts'
import { plan } from '../../../golden/fixtures.ts'

const HIDE = '\u001b[?25l'
const SHOW = '\u001b[?25h'
const key = plan.scenarios[0]?.identity.key ?? ''

function record(live: boolean): { progress: Progress<MeasureEvent>; text: () => string } {
  let text = ''
  const clock = { now: (): Ns => ns(0), epoch: () => ms(0) }
  const write = (part: string): void => {
    text += part
  }
  const progress = createProgress(plan, { width: 60, color: false, live, write, clock })
  return { progress, text: () => text }
}

test('an interrupt gives the cursor back once, and nothing is drawn after it', () => {
  const { progress, text } = record(true)
  progress.onEvent({ kind: 'launch-started', key, launch: 0, launches: 2 })
  expect(text().startsWith(HIDE)).toBe(true)
  progress.stop()
  progress.stop()
  progress.onEvent({ kind: 'launch-started', key, launch: 1, launches: 2 })
  expect(text().endsWith(SHOW)).toBe(true)
  expect(text().split(SHOW)).toHaveLength(2)
})

test('disposing stops it', () => {
  const { progress, text } = record(true)
  {
    using shown = progress
    shown.onEvent({ kind: 'launch-started', key, launch: 0, launches: 2 })
  }
  expect(text().endsWith(SHOW)).toBe(true)
})

test('nothing is written before something happens', () => {
  const { progress, text } = record(true)
  progress.stop()
  expect(text()).toBe('')
})

test('without a terminal there are no escape codes', () => {
  const { progress, text } = record(false)
  progress.onEvent({ kind: 'launch-started', key, launch: 0, launches: 2 })
  progress.onEvent({ kind: 'output', key, text: '\u001b[2J\n\u202eabc' })
  progress.onEvent({ kind: 'launch-finished', key, launch: 0, outcome: { status: 'aborted' } })
  progress.stop()
  expect(text()).toBe(
    'audio: decode WAV │ ␛[2J\naudio: decode WAV │ �abc\n[1/4] audio: decode WAV  launch 1/2  interrupted\n',
  )
})
