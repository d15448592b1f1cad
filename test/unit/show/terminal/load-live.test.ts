import { expect, test } from 'vitest'
import { ns } from '../../../../src/kernel/units.ts'
import { createLoadProgress, type LoadViewEvent } from '../../../../src/show/index.ts'
import { countsOf, loadProfile, metricOf, times, windowOf } from '../../../support/loads.ts'

/** What a terminal shows after these writes: lines are drawn over, and those beneath the cursor cleared. */
function screenOf(written: string): readonly string[] {
  const lines: string[] = ['']
  let row = 0
  for (const [part] of written.matchAll(/\u001b\[\??\d*[A-Za-z]|\r|\n|[^\u001b\r\n]+/g)) {
    const [, count, move] = /^\u001b\[\??(\d*)([A-Za-z])$/.exec(part) ?? []
    if (move === 'A') row -= Number(count)
    else if (move === 'J') lines.splice(row, lines.length, '')
    else if (part === '\n') lines[++row] ??= ''
    else if (move === undefined && part !== '\r') lines[row] = part
  }
  return lines
}

function watch(names: readonly string[], live = true, rows = 24) {
  let written = ''
  let nowMs = 0
  const lanes = names.map((name) => ({
    name,
    schedule: { ...loadProfile.schedule, kind: 'open', stages: [], arrivals: 'uniform' } as const,
    phases: loadProfile.phases,
  }))
  const progress = createLoadProgress(
    { lanes, durationMs: 30_000 },
    {
      ...{ width: 80, color: false, live, rows },
      write: (text) => (written += text),
      clock: { now: () => ns(nowMs * 1e6), epoch: () => 0 as never },
    },
  )
  return {
    tell: (event: LoadViewEvent, atMs = nowMs) => {
      nowMs = atMs
      progress.onEvent(event)
    },
    progress,
    screen: () => screenOf(written),
    written: () => written,
  }
}

/** A second in which ten of a hundred failed, and three stayed in flight. */
const windowAt = (key: string, index: number) => ({
  key,
  window: windowOf(index, times(87, 5e6), {
    ...countsOf({ completed: 87, failed: 10 }),
    scheduled: 100,
    started: 100,
    errors: [{ code: 'HTTP_503', count: 10 }],
    stages: [
      {
        name: 'send',
        calls: 87,
        metrics: { latency: metricOf(times(87, 4e6)) },
      },
    ],
    sources: [{ source: 'bot', kind: 'process', values: { cpuCores: 0.5 } }],
  }),
})

test('shows schedule, throughput, latency, stages, errors, generator and targets in place', () => {
  const { tell, screen, written } = watch(['chat'])
  expect(screen()[0]).toMatch(/\[0\/30 s\] starting$/)
  tell({ kind: 'window', lanes: [windowAt('chat', 0)] })
  tell({ kind: 'window', lanes: [windowAt('chat', 1)] })
  expect(screen()).toEqual([
    expect.stringMatching(/\[2\/30 s\] sustained {2}6 in flight$/),
    'chat',
    expect.stringMatching(/^ {2}rate {5}87 \/s of 100 \/s +██$/),
    expect.stringMatching(/^ {2}latency {2}p50 5\.00 ms {2}p95 5\.00 ms {2}max 5\.00 ms +██$/),
    expect.stringMatching(/^ {2}stages +p95 send 4\.00 ms$/),
    expect.stringMatching(/^ {2}errors +HTTP_503 20$/),
    expect.stringMatching(
      /^generator +keeps up, 200 µs late at p99, event loop 30 % busy, 0\.4 cores$/,
    ),
    expect.stringMatching(/^bot +CPU 0\.5 cores$/),
    '',
  ])
  // Each picture is one write, over the one before: nothing is cleared first.
  expect(written().match(/\u001b\[\?25l/g)).toHaveLength(1)
  expect(written()).not.toContain('\u001b[2J')
})

test('moves between windows by the clock, up to the next one', () => {
  const { tell, screen } = watch(['chat'])
  tell({ kind: 'window', lanes: [windowAt('chat', 0)] }, 1000)
  tell({ kind: 'tick' }, 1700)
  expect(screen()[0]).toContain('[2/30 s]')
  tell({ kind: 'tick' }, 9000)
  expect(screen()[0]).toContain('[2/30 s]')
})

test('an interrupt says what is drained, and how to stop at once', () => {
  const { tell, screen, progress } = watch(['chat'])
  tell({ kind: 'window', lanes: [windowAt('chat', 0)] })
  tell({ kind: 'interrupted' })
  expect(screen()[0]).toContain('draining 3 in flight; again to stop at once')
  progress.stop()
  expect(screen().join('')).toBe('')
})

test('several scenarios have a line each; a low terminal shows the first lines', () => {
  const names = ['a', 'b', 'c']
  const { tell, screen } = watch(names)
  tell({ kind: 'window', lanes: names.map((name) => windowAt(name, 0)) })
  expect(screen().slice(1, 4)).toEqual(
    names.map((name) => expect.stringMatching(`^${name} +87 /s of 100 /s  p50 .* 10 failed$`)),
  )
  const low = watch(['chat'], true, 4)
  low.tell({ kind: 'window', lanes: [windowAt('chat', 0)] })
  expect(low.screen()).toHaveLength(4)
})

test('what is written in between stands above the picture', () => {
  const { progress, tell, written } = watch(['chat'])
  tell({ kind: 'window', lanes: [windowAt('chat', 0)] })
  progress.erase?.()
  const between = `${written()}try 1: 40/s held\n`
  const before = written().length
  tell({ kind: 'tick' })
  const screen = screenOf(between + written().slice(before))
  expect(screen[0]).toBe('try 1: 40/s held')
  expect(screen[2]).toBe('chat')
})

test('without a terminal: plain lines, and one for what is drained', () => {
  const { tell, written } = watch(['chat'], false)
  tell({ kind: 'window', lanes: [windowAt('chat', 0)] })
  tell({ kind: 'tick' })
  tell({ kind: 'interrupted' })
  tell({ kind: 'draining', running: 12 })
  tell({ kind: 'draining', running: 3 })
  expect(written().split('\n')).toEqual([
    'loading chat for 30.0 s',
    '[1/30 s]  87 /s of 100 /s  p50 5.00 ms  max 5.00 ms  10 failed',
    'draining 12 in flight; again to stop at once',
    '',
  ])
  expect(written()).not.toContain('\u001b')
})
