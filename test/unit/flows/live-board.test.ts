import { expect, test } from 'vitest'
import { ENDED_SHOWN_MS, LiveBoard } from '../../../src/flows/live-board.ts'
import { LIVE_WINDOWS } from '../../../src/model/page.ts'
import { journalLane, journalRun, LATER_RUN_ID, RUN_ID } from '../../support/live.ts'
import { windowOf } from '../../support/loads.ts'

const window = windowOf(0, [1e6])

function running(): LiveBoard {
  const board = new LiveBoard()
  board.begin(journalRun)
  board.take(RUN_ID, { kind: 'lane', lane: journalLane('chat') })
  return board
}

const take = (board: LiveBoard, startMs: number): void =>
  board.take(RUN_ID, {
    kind: 'windows',
    windows: [{ key: 'chat', window: { ...window, startMs } }],
  })

test('a state and the updates behind it tell everything once', () => {
  const board = running()
  take(board, 0)
  expect(board.update()).toMatchObject({
    runs: [{ id: RUN_ID, status: 'running', lanes: [{ windows: [] }] }],
    windows: [{ run: RUN_ID, key: 'chat', windows: [{ startMs: 0 }] }],
    gone: [],
  })
  take(board, 1000)
  const state = board.state()
  expect(state.runs[0]?.lanes[0]?.windows.map(({ startMs }) => startMs)).toEqual([0])
  expect(board.update()).toMatchObject({ runs: [], windows: [{ windows: [{ startMs: 1000 }] }] })
  expect(board.update()).toBeUndefined()
})

test('of each lane so many windows are kept, told or not', () => {
  const board = running()
  for (let index = 0; index < LIVE_WINDOWS + 10; index++) take(board, index * 1000)
  expect(board.update()?.windows[0]?.windows).toHaveLength(LIVE_WINDOWS)
  const windows = board.state().runs[0]?.lanes[0]?.windows
  expect([windows?.length, windows?.[0]?.startMs]).toEqual([LIVE_WINDOWS, 10_000])
})

test('of many lanes each keeps its part', () => {
  const board = new LiveBoard()
  board.begin(journalRun)
  for (let lane = 0; lane < 20; lane++) {
    board.take(RUN_ID, { kind: 'lane', lane: journalLane(`lane ${lane}`) })
  }
  const windows = Array.from({ length: LIVE_WINDOWS }, () => ({ key: 'lane 7', window }))
  board.take(RUN_ID, { kind: 'windows', windows })
  board.update()
  expect(board.state().runs[0]?.lanes[7]?.windows).toHaveLength(LIVE_WINDOWS / 2)
})

test('a lane that has changed keeps its windows', () => {
  const board = running()
  take(board, 0)
  board.take(RUN_ID, { kind: 'lane', lane: journalLane('chat', { phases: [] }) })
  board.update()
  expect(board.state().runs[0]?.lanes).toMatchObject([{ phases: [], windows: [{ startMs: 0 }] }])
})

test('a run that has ended is shown for a while with what became of it', () => {
  const board = running()
  board.begin({ ...journalRun, id: LATER_RUN_ID })
  board.update()
  board.end(RUN_ID, 'complete', 1_000)
  expect(board.update()).toMatchObject({ runs: [{ id: RUN_ID, status: 'complete' }] })
  board.forget(1_000 + ENDED_SHOWN_MS)
  expect(board.state().runs.map(({ id }) => id)).toEqual([LATER_RUN_ID, RUN_ID])
  board.forget(1_001 + ENDED_SHOWN_MS)
  expect(board.update()).toEqual({ kind: 'update', runs: [], gone: [RUN_ID], windows: [] })
  expect(board.state().runs).toHaveLength(1)
})

test('what is said of a run or a scenario that nobody knows is passed over', () => {
  const board = running()
  board.update()
  board.take(LATER_RUN_ID, { kind: 'lane', lane: journalLane('chat') })
  board.take(RUN_ID, { kind: 'windows', windows: [{ key: 'other', window }] })
  board.end(LATER_RUN_ID, 'lost', 0)
  board.remove(LATER_RUN_ID)
  expect(board.update()).toBeUndefined()
})
