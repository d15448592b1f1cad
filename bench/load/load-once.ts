import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Run } from '../../src/model/run.ts'
import { GENERATOR_CORE, pinned } from './pins.ts'

const plimsoll = join(import.meta.dirname, '../../bin/plimsoll.js')

/** A short load with its start and its end, or those of a longer one, take no longer. */
const PATIENCE_MS = 60_000

/** `plimsoll load` as users start it, in a folder of its own. */
export async function loadOnce(args: readonly string[]): Promise<Run> {
  const cwd = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'))
  try {
    return await loadIn(cwd, args, 0)
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

/**
 * The same in a project that others may watch; kept on the generator's core, to its end.
 * @param lengthMs what it takes beyond a short one
 */
export async function loadIn(cwd: string, args: readonly string[], lengthMs: number): Promise<Run> {
  const all = ['--conditions=plimsoll-source', plimsoll, 'load', ...args, '--json']
  const [program, ...rest] = pinned(GENERATOR_CORE, [process.execPath, ...all])
  const child = spawn(program, rest, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  let [out, said] = ['', '']
  child.stdout.on('data', (text: Buffer) => {
    out += text.toString()
  })
  child.stderr.on('data', (text: Buffer) => {
    said += text.toString()
  })
  try {
    await once(child, 'close', { signal: AbortSignal.timeout(lengthMs + PATIENCE_MS) })
    return JSON.parse(out) as Run
  } catch (thrown) {
    throw new Error(`plimsoll load ${args.join(' ')} gave no record:\n${said}`, { cause: thrown })
  } finally {
    child.kill('SIGKILL')
  }
}
