import { type ChildProcess, spawn } from 'node:child_process'
import { MARK, Members } from './members.ts'
import { makePlace } from './place.ts'
import {
  BEFORE_FAILED,
  type GuardedCommand,
  type Order,
  type Program,
  type Report,
  type StopRequest,
} from './protocol.ts'
import { removeRemains } from './remains.ts'
import { isLeftAfter, signalAll, signalGroup, sweep } from './sweep.ts'

/**
 * The process between plimsoll and a target:
 *
 *     plimsoll ──orders──▶ guard ──starts, signals──▶ command ─▶ whatever that starts
 *        ▲ ◀───reports──────┘                            │
 *        └────────────────output, by pipes───────────────┘
 *
 * An arbitrary command does not notice that plimsoll is gone. The guard does: the channel closes, however plimsoll ended,
 * and it kills all of the target. It is in the way of neither output nor CPU: it sleeps.
 *
 * One guard a target, and as its parent: a guard that is told of targets after they were started misses what is killed
 * between the two. It leads a group of its own, so that whoever kills plimsoll's group does not kill it. It costs some
 * 45 MB, most of it shared with other Node processes, and is no part of the target's resources.
 */

let members: Members | undefined
let command: GuardedCommand | undefined
let stopping: StopRequest | undefined
let killed = false
let finishing = false

process.on('message', (order: Order) => {
  if (order.kind === 'start') start(order.command)
  else if (order.kind === 'stop') stop(order)
  else {
    if (members !== undefined) signalAll(members, order.signal)
    report({ kind: 'signalled' })
  }
})

// Nobody is left to report to, so that nobody is asked to end either.
for (const end of ['disconnect', 'SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.on(end, () => void endAll())
}

function start(asked: GuardedCommand): void {
  command = asked
  try {
    makePlace(asked)
  } catch (thrown) {
    const { code = '', message } = thrown as NodeJS.ErrnoException
    void leave({ kind: 'refused', code, message })
    return
  }
  if (asked.before === undefined) startCommand(asked)
  else startBefore(asked, asked.before)
}

function startCommand(asked: GuardedCommand): void {
  const child = launch(asked, asked)
  child.on('spawn', () => report({ kind: 'started', pid: child.pid ?? 0 }))
  child.on('exit', (code, signal) => void finish(code, signal))
}

/** Nothing that plimsoll itself would have to clean up stays when plimsoll is killed meanwhile. */
function startBefore(asked: GuardedCommand, before: Program): void {
  const child = launch(before, asked)
  child.on('exit', (code, signal) => {
    if (stopping !== undefined || killed) void finish(code, signal)
    else if (code === 0) startCommand(asked)
    else {
      const end = code === null ? `by ${signal}` : `with exit code ${code}`
      void leave({
        kind: 'refused',
        code: BEFORE_FAILED,
        message: `${before.command} ended ${end}`,
      })
    }
  })
}

function launch(
  program: Program,
  { env, cwd, runAs, mark, temporaryFolders }: GuardedCommand,
): ChildProcess {
  const child = spawn(program.command, [...program.args], {
    cwd,
    env: { ...env, [MARK]: mark },
    stdio: ['ignore', 'inherit', 'inherit'],
    // A group and a session of its own: the guard stands outside, and can end it whole.
    detached: process.platform !== 'win32',
    windowsHide: true,
    ...runAs,
  })
  child.on('error', (error: NodeJS.ErrnoException) => {
    if (child.pid !== undefined) return
    void leave({ kind: 'refused', code: error.code ?? 'UNKNOWN', message: error.message })
  })
  if (child.pid !== undefined) {
    members = new Members({ root: child.pid, mark, folders: temporaryFolders })
  }
  return child
}

/** The signal goes to the group, as Ctrl-C does; a paused target is woken, so that it can obey. */
function stop(request: StopRequest): void {
  // Who has been asked can still be killed.
  if (stopping !== undefined && request.graceMs > 0) return
  stopping = request
  const asked = members
  if (asked === undefined) return
  if (request.signal !== 'SIGKILL') {
    // Found before one of them ends, and leaves behind what nothing else tells of.
    asked.find()
    signalGroup(asked.target.root, request.signal)
    signalAll(asked, 'SIGCONT')
  }
  setTimeout(() => {
    killed = true
    void sweep(asked)
  }, request.graceMs).unref()
}

/** The command has ended. What it left behind may still be closing; if nobody has asked it to, it is not waited for. */
async function finish(code: number | null, signal: NodeJS.Signals | null): Promise<void> {
  if (finishing) return
  finishing = true
  const ended = members
  if (ended !== undefined && (await isLeftAfter(ended, killed ? 0 : (stopping?.graceMs ?? 0)))) {
    killed ||= stopping !== undefined
    await sweep(ended)
  }
  await leave({ kind: 'ended', code, signal, killed })
}

async function endAll(): Promise<void> {
  killed = true
  if (members !== undefined) await sweep(members)
  // Its end has been noticed by then, and is told there.
  if (finishing) return
  finishing = true
  await leave({ kind: 'ended', code: null, signal: 'SIGKILL', killed: true })
}

async function leave(last: Report): Promise<void> {
  if (command !== undefined) await removeRemains(command)
  report(last, () => process.exit())
}

function report(said: Report, then: () => void = () => {}): void {
  if (process.send === undefined || !process.connected) then()
  else process.send(said, undefined, undefined, then)
}
