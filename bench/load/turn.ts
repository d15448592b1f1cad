import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { readCpuTimes } from '../../src/measure/environment/cpu-times.ts'
import { type Command, GENERATOR_CORE, pinned } from './pins.ts'
import { cpuSecondsOf } from './process-tree.ts'
import type { FastServer } from './server.ts'
import type { Witnessed } from './undisturbed.ts'

/** What one generator did in one turn. */
export interface Measured extends Witnessed {
  /** Counted by the server. */
  readonly requests: number
  readonly seconds: number
  /** Of the generator's process and all that it started, user and system. */
  readonly cpuSeconds: number
  readonly serverCpuSeconds: number
}

/** How long a turn is. */
export interface Lengths {
  /** From its first request: compilers warm up. */
  readonly warmUpSeconds: number
  readonly seconds: number
}

/** Time that a generator goes on behind what is measured, so that its end is not in it. */
export const TAIL_SECONDS = 1

/** A generator must begin to send within this time, and end within it behind its time. */
const PATIENCE_MS = 30_000

/** 3: plimsoll says that the generator was the limit, as it is meant to be here. */
const FINE: readonly number[] = [0, 3]

/** One turn. What is counted, and the CPU time, are those of a stretch in the middle. */
export async function takeTurn(
  server: FastServer,
  command: Command,
  { warmUpSeconds, seconds }: Lengths,
): Promise<Measured> {
  const cwd = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'))
  const [program, ...args] = pinned(GENERATOR_CORE, command)
  const env = { ...process.env, BENCH_URL: server.url, PLIMSOLL_STORE: `sqlite:${cwd}/h.db` }
  const child = spawn(program, args, { cwd: import.meta.dirname, env, stdio: 'pipe' })
  let said = ''
  const keep = (text: Buffer): void => {
    said = `${said}${text.toString()}`.slice(-2000)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const longestMs = PATIENCE_MS * 2 + (warmUpSeconds + seconds + TAIL_SECONDS) * 1000
  const ended = once(child, 'exit', { signal: AbortSignal.timeout(longestMs) })
  try {
    await Promise.race([beginning(server), ended])
    if (child.exitCode !== null) throw new Error(`${command.join(' ')} ended at once:\n${said}`)
    await delay(warmUpSeconds * 1000)
    const begin = await read(server, child.pid)
    await delay(seconds * 1000)
    const end = await read(server, child.pid)
    await ended
    if (!FINE.includes(child.exitCode ?? Number.NaN))
      throw new Error(`${command.join(' ')} ended with ${child.exitCode}:\n${said}`)
    return between(begin, end)
  } finally {
    child.kill('SIGKILL')
    rmSync(cwd, { recursive: true })
  }
}

async function beginning(server: FastServer): Promise<void> {
  const before = await server.answered()
  const until = performance.now() + PATIENCE_MS
  while ((await server.answered()) - before < 100) {
    if (performance.now() > until) throw new Error('the generator sends nothing')
    await delay(20)
  }
}

interface Reading {
  readonly requests: number
  readonly atSeconds: number
  readonly cpuSeconds: number
  readonly serverCpuSeconds: number
  readonly machineCpuSeconds: number
}

async function read(server: FastServer, generator = Number.NaN): Promise<Reading> {
  const requests = await server.answered()
  return {
    requests,
    atSeconds: performance.now() / 1000,
    cpuSeconds: cpuSecondsOf(generator),
    serverCpuSeconds: cpuSecondsOf(server.pid),
    machineCpuSeconds: (readCpuTimes()?.busyMs ?? Number.NaN) / 1000,
  }
}

function between(begin: Reading, end: Reading): Measured {
  const seconds = end.atSeconds - begin.atSeconds
  const cpuSeconds = end.cpuSeconds - begin.cpuSeconds
  const serverCpuSeconds = end.serverCpuSeconds - begin.serverCpuSeconds
  const all = end.machineCpuSeconds - begin.machineCpuSeconds
  return {
    requests: end.requests - begin.requests,
    seconds,
    cpuSeconds,
    serverCpuSeconds,
    foreignCores: (all - cpuSeconds - serverCpuSeconds) / seconds,
  }
}
