import { endOwnGroup, guardAgainstOrphaning } from '../../../processes/orphan-guard.ts'
import { calibrate } from '../../bench/engine/calibration.ts'
import { failureOf } from '../../bench/launch/failures.ts'
import { READY } from '../../bench/launch/protocol.ts'
import { PacedAlarm } from '../engine/pacing/alarm.ts'
import { rehearseRecording } from '../engine/rehearse.ts'
import { generate } from './generate.ts'
import type { FromWorker, LoadOrder, ToWorker, WorkerStep, WorkerWord } from './protocol.ts'
import { LaneFailure, readyLanes } from './ready-lanes.ts'

/** The process of one worker: takes an order, gets ready, makes its share of the load from the agreed time on, ends. */

let step: WorkerStep = 'load'
let token = ''
/** Of the window that is open; nothing once that is done. */
let closeWindow = (): void => undefined

const startNs = Promise.withResolvers<number>()
const drain = new AbortController()

/** Resolves once the message is on its way. The scenario may have replaced or closed the channel since. */
const send = process.send?.bind(process)

function tell(word: WorkerWord): Promise<void> {
  const message: FromWorker = { token, ...word }
  return new Promise((resolve) => {
    if (send === undefined) resolve()
    else send(message, undefined, undefined, () => resolve())
  })
}

function enter(next: WorkerStep): void {
  step = next
  void tell({ kind: 'alive', step })
}

async function carryOut(order: LoadOrder): Promise<void> {
  try {
    enter('load')
    await using alarm = await PacedAlarm.start()
    const ended = new AbortController()
    const { timeoutMs, seed } = order
    const ready = await readyLanes(order.lanes, {
      timeoutMs,
      seed,
      signal: ended.signal,
      onLoaded: () => enter('setup'),
    })
    rehearseRecording()
    void tell({ kind: 'ready', calibration: calibrate() })
    const timeZero = await startNs.promise
    enter('measure')
    await generate({
      order,
      startNs: timeZero,
      ready,
      alarm,
      drain: drain.signal,
      onWindow: (window) => void tell({ kind: 'window', window }),
      onBegin: (close) => {
        closeWindow = close
      },
      onEnding: () => enter('teardown'),
    })
    ended.abort()
    await tell({ kind: 'done' })
  } catch (thrown) {
    await fail(thrown)
  }
  // What the scenario left open (sockets, timers) must not keep the worker alive.
  process.exit(0)
}

function fail(thrown: unknown): Promise<void> {
  if (!(thrown instanceof LaneFailure)) {
    return tell({ kind: 'failed', failure: failureOf(thrown), step, lane: undefined })
  }
  const { lane, cause } = thrown
  return tell({ kind: 'failed', failure: failureOf(cause), step: thrown.step, lane })
}

async function failAndExit(thrown: unknown): Promise<never> {
  const close = closeWindow
  closeWindow = () => undefined
  close()
  await fail(thrown)
  process.exit(1)
}

function hear(message: ToWorker): void {
  if (message.kind === 'start') startNs.resolve(message.startNs)
  else if (message.kind === 'drain') drain.abort()
  else {
    token = message.token
    void carryOut(message)
  }
}

process.on('uncaughtException', (thrown) => void failAndExit(thrown))
process.on('unhandledRejection', (thrown) => void failAndExit(thrown))
// The supervisor is gone: what the scenario started must go too.
process.on('disconnect', endOwnGroup)
guardAgainstOrphaning()
process.on('message', hear)
send?.(READY)
