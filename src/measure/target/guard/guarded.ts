import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { startChild } from '../../../processes/child.ts'
import { Members } from './members.ts'
import type { GuardedCommand, Order, Report, StopRequest, TargetEnd } from './protocol.ts'
import { removeRemains } from './remains.ts'
import { sweep } from './sweep.ts'

/** A command that runs under a guard. */
export interface Guarded {
  /** The id of the command's process, not of the guard's. */
  readonly pid: number
  /** Resolves when it and all that it started have ended, and their output has arrived; never rejects. */
  readonly ended: Promise<TargetEnd>
  stop(request: StopRequest): void
  /** Resolves when every process of it has been sent the signal, or all have ended. */
  signal(signal: NodeJS.Signals): Promise<void>
}

/** Why a command could not be started: a code of the system (`ENOENT`), and what it says. */
export class StartRefused extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.name = 'StartRefused'
    this.code = code
  }
}

/** What is still on its way after all processes have ended arrives within this time. */
const OUTPUT_GRACE_MS = 1_000

/** Who starts a command under a guard. */
export interface GuardedOptions {
  /** Called with each of its two outputs. */
  readonly onOutput: (stream: Readable) => void
  /** Ends it while it is starting. */
  readonly signal: AbortSignal
}

/** Starts a command under a guard of its own. @throws StartRefused */
export async function startGuarded(
  asked: Omit<GuardedCommand, 'mark'>,
  { onOutput, signal }: GuardedOptions,
): Promise<Guarded> {
  const guard = startChild({
    main: new URL('./main', import.meta.url),
    cwd: '/',
    env: guardEnvironment(),
    loader: 'none',
    serialization: 'json',
  })
  for (const stream of [guard.stdout, guard.stderr]) if (stream !== null) onOutput(stream)
  const command: GuardedCommand = { ...asked, mark: randomBytes(12).toString('hex') }
  const { started, ended, signalled } = reportsOf(guard, command)
  const send = (order: Order): void => {
    // It may have gone meanwhile: then there is nothing left to order.
    if (guard.connected) guard.send(order, () => {})
  }
  send({ kind: 'start', command })
  const stop = (request: StopRequest): void => send({ kind: 'stop', ...request })
  const pid = await startedOr(started, { ended, signal, stop })
  return {
    pid,
    ended,
    stop,
    signal: async (signal) => {
      const sent = Promise.withResolvers<void>()
      signalled.push(sent.resolve)
      send({ kind: 'signal', signal })
      await Promise.race([sent.promise, ended])
    },
  }
}

/** @throws StartRefused when all that it wrote has arrived */
async function startedOr(
  started: Promise<number>,
  { ended, signal, stop }: Pick<Guarded, 'ended' | 'stop'> & Pick<GuardedOptions, 'signal'>,
): Promise<number> {
  const end = (): void => stop({ signal: 'SIGKILL', graceMs: 0 })
  signal.addEventListener('abort', end, { once: true })
  try {
    return await started
  } catch (thrown) {
    await ended
    throw thrown
  } finally {
    signal.removeEventListener('abort', end)
  }
}

/** The guard runs no code but its own. */
function guardEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...rest } = process.env
  return rest
}

/** What comes from a guard. */
interface Reports {
  readonly started: Promise<number>
  readonly ended: Promise<TargetEnd>
  /** Those who wait until a signal was sent, oldest first. */
  readonly signalled: (() => void)[]
}

function reportsOf(guard: ChildProcess, command: GuardedCommand): Reports {
  const started = Promise.withResolvers<number>()
  let pid: number | undefined
  let end: TargetEnd | undefined
  const signalled: (() => void)[] = []
  guard.on('message', (report: Report) => {
    if (report.kind === 'started') {
      pid = report.pid
      started.resolve(pid)
    } else if (report.kind === 'signalled') signalled.shift()?.()
    else if (report.kind === 'refused')
      started.reject(new StartRefused(report.code, report.message))
    else end = { code: report.code, signal: report.signal, killed: report.killed }
  })
  guard.on('error', (error: NodeJS.ErrnoException) => {
    started.reject(new StartRefused(error.code ?? 'UNKNOWN', error.message))
  })
  const ended = closed(guard, async () => {
    started.reject(new StartRefused('GUARD_ENDED', 'the guard of the command has ended'))
    if (end !== undefined || pid === undefined) return
    // Someone has killed the guard: what it guarded must not stay.
    const { mark, temporaryFolders } = command
    await sweep(new Members({ root: pid, mark, folders: temporaryFolders }))
    await removeRemains(command)
  }).then(() => end ?? { code: null, signal: 'SIGKILL' as const, killed: true })
  return { started: started.promise, ended, signalled }
}

/** Resolves when the guard has ended, what follows is done, and the output is complete, or nothing more of it comes. */
async function closed(guard: ChildProcess, then: () => Promise<void>): Promise<void> {
  const complete = once(guard, 'close').catch(() => {})
  await once(guard, 'exit').catch(() => {})
  // What it said last may come after the news of its end.
  if (guard.connected) await Promise.race([once(guard, 'disconnect'), quiet()])
  await then()
  await Promise.race([complete, quiet()])
  guard.stdout?.destroy()
  guard.stderr?.destroy()
}

const quiet = (): Promise<void> => delay(OUTPUT_GRACE_MS, undefined, { ref: false })
