import { describe, expect, test } from 'vitest'
import { EMPTY_BOARD, heard } from '../../../../../dashboard/src/views/live/board.ts'
import { chosenRun } from '../../../../../dashboard/src/views/live/chosen.ts'
import { laneNow } from '../../../../../dashboard/src/views/live/now.ts'
import { clockText, progressText } from '../../../../../dashboard/src/views/live/words.ts'
import { LIVE_WINDOWS, type LiveMessage, type LiveRun } from '../../../../../src/model/page.ts'
import type { Window } from '../../../../../src/model/run.ts'
import { LATER_RUN_ID, liveRun, RUN_ID } from '../../../../support/live.ts'
import { windowOf } from '../../../../support/loads.ts'

const state = (...runs: readonly LiveRun[]): LiveMessage => ({
  kind: 'state',
  state: { schema: 'plimsoll/live@1', runs },
})

const update = (more: Partial<LiveMessage & { kind: 'update' }>): LiveMessage => ({
  kind: 'update',
  runs: [],
  gone: [],
  windows: [],
  ...more,
})

const windows = (...added: readonly Window[]): LiveMessage =>
  update({ windows: [{ run: RUN_ID, key: 'chat', windows: added }] })

test('windows are added behind those that are there, which stay the same objects', () => {
  const [one, two] = [windowOf(0, [1e6]), windowOf(1, [1e6])]
  let board = heard(EMPTY_BOARD, state(liveRun()))
  board = heard(board, windows(one))
  const before = board.runs[0]?.lanes[0]
  board = heard(board, windows(two))
  const after = board.runs[0]?.lanes[0]
  expect(after).not.toBe(before)
  expect(after?.windows).toEqual([one, two])
  expect(after?.windows[0]).toBe(one)
})

test('what has changed of a run leaves its windows, and so does a state that tells all again', () => {
  const one = windowOf(0, [1e6])
  let board = heard(heard(EMPTY_BOARD, state(liveRun())), windows(one))
  board = heard(board, update({ runs: [liveRun({ status: 'complete' })] }))
  expect(board.runs[0]).toMatchObject({ status: 'complete', lanes: [{ windows: [one] }] })
  const [lane] = liveRun().lanes
  const again = { ...one }
  const told = lane === undefined ? [] : [{ ...lane, windows: [again, windowOf(1, [1e6])] }]
  board = heard(board, state(liveRun({ lanes: told })))
  expect(board.runs[0]?.lanes[0]?.windows).toHaveLength(2)
  expect(board.runs[0]?.lanes[0]?.windows[0]).toBe(one)
})

test('a page that is left open keeps so many windows, and no more', () => {
  let board = heard(EMPTY_BOARD, state(liveRun()))
  for (let index = 0; index < LIVE_WINDOWS + 5; index++) {
    board = heard(board, windows(windowOf(index, [1e6])))
  }
  const kept = board.runs[0]?.lanes[0]?.windows
  expect([kept?.length, kept?.[0]?.startMs]).toEqual([LIVE_WINDOWS, 5_000])
})

test('runs come and go, the newest first', () => {
  let board = heard(EMPTY_BOARD, state(liveRun()))
  board = heard(board, update({ runs: [liveRun({ id: LATER_RUN_ID })] }))
  expect(board.runs.map(({ id }) => id)).toEqual([LATER_RUN_ID, RUN_ID])
  board = heard(board, update({ gone: [RUN_ID] }))
  expect(board.runs.map(({ id }) => id)).toEqual([LATER_RUN_ID])
})

test('how a lane does now is of its last seconds', () => {
  const [lane] = liveRun().lanes
  if (lane === undefined) throw new Error('it has a lane')
  expect(laneNow(lane)).toBeUndefined()
  const slow = Array.from({ length: 20 }, (_, index) => windowOf(index, [9e6]))
  const fast = Array.from({ length: 10 }, (_, index) => windowOf(20 + index, [1e6, 1e6]))
  expect(laneNow({ ...lane, windows: [...slow, ...fast] })).toMatchObject({
    atMs: 30_000,
    perSecond: 2,
    errorPercent: 0,
    saturated: 0,
    seconds: 10,
  })
  expect(laneNow({ ...lane, windows: fast })?.p50Ns).toBeLessThan(1.01e6)
})

test('words', () => {
  expect([0, 7_000, 754_000, 3_723_000].map(clockText)).toEqual([
    '0:00',
    '0:07',
    '12:34',
    '1:02:03',
  ])
  const progress = { done: 3, launches: 10, scenario: '' }
  expect(progressText(progress, 'bench')).toBe('3 of 10 launches')
  expect(progressText(progress, 'load')).toBe('3 of 10 rounds')
  expect(progressText(progress, 'duet')).toBe('3 of 10 scenarios')
})

describe('of several runs, the view shows', () => {
  const older = liveRun({ id: RUN_ID })
  const newer = liveRun({ id: LATER_RUN_ID })
  const ended = { ...newer, status: 'complete' } as const
  const idOf = (runs: readonly LiveRun[], shown?: string, asked?: string): string | undefined =>
    chosenRun(runs, { asked, shown })?.id

  test('the newest that goes on, else the newest', () => {
    expect(idOf([newer, older])).toBe(newer.id)
    expect(idOf([ended, older])).toBe(older.id)
    expect(idOf([ended])).toBe(ended.id)
    expect(idOf([])).toBeUndefined()
  })

  test('the one that is watched, to its end and beyond, until a newer one begins', () => {
    expect(idOf([newer, older], older.id)).toBe(older.id)
    expect(idOf([ended, older], ended.id)).toBe(ended.id)
    expect(idOf([newer, { ...older, status: 'failed' }], older.id)).toBe(newer.id)
    expect(idOf([older], newer.id)).toBe(older.id)
  })

  test('the one that is asked for, or nothing', () => {
    expect(idOf([newer, older], newer.id, older.id)).toBe(older.id)
    expect(idOf([newer], newer.id, older.id)).toBeUndefined()
  })
})
