import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Run } from '../../src/model/run.ts'
import { GENERATOR_CORE, pinned } from '../load/pins.ts'

const plimsoll = join(import.meta.dirname, '../../bin/plimsoll.js')

/** `plimsoll load` as users start it, kept on the generator's core, in a project that others may watch. */
export async function startLoad(args: readonly string[], cwd: string): Promise<Run> {
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
    await once(child, 'close')
    return JSON.parse(out) as Run
  } catch (thrown) {
    throw new Error(`plimsoll load ${args.join(' ')} gave no record:\n${said}`, { cause: thrown })
  } finally {
    child.kill('SIGKILL')
  }
}
