import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { mannWhitney } from '../../../src/stats/index.ts'
import type { PlainReport } from '../one.ts'
import type { PlainPair } from './rules.ts'

const ONE = fileURLToPath(new URL('../one.ts', import.meta.url))
const TIME_MS = 300
const TIMEOUT_MS = 60_000
const LONGEST_OUTPUT = 16e6

const run = promisify(execFile)

/** Perf files, absolute. */
export interface PlainFiles {
  readonly baseline: string
  readonly current: string
}

/**
 * One process of the baseline, then one of the current side.
 * @throws when a process fails, takes too long, or the signal is aborted
 */
export async function measurePlainly(files: PlainFiles, signal: AbortSignal): Promise<PlainPair> {
  const baseline = await measureOne(files.baseline, signal)
  const current = await measureOne(files.current, signal)
  return {
    baseline: baseline.figures,
    current: current.figures,
    mannWhitneyP: mannWhitney(current.samplesNs, baseline.samplesNs).pValue,
  }
}

async function measureOne(file: string, signal: AbortSignal): Promise<PlainReport> {
  const args = [ONE, file, String(TIME_MS)]
  const { stdout } = await run(process.execPath, args, {
    signal,
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
    maxBuffer: LONGEST_OUTPUT,
  })
  return JSON.parse(stdout) as PlainReport
}
