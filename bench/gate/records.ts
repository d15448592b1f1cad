import { appendFile, mkdir, readFile, truncate } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { DuetEvidence, DuetLaunch } from '../../src/model/duet.ts'
import type { ErrorCount } from '../../src/model/run.ts'
import type { PlainPair } from './classical/rules.ts'
import type { Step } from './schedule.ts'
import type { Workload } from './workloads.ts'

/** One comparison, with all that judging it needs: a line of the results. */
export interface GateRecord extends Omit<Step, 'workload' | 'seed'> {
  readonly workload: string
  readonly kind: Workload['kind']
  readonly heldOut: boolean
  readonly seed: number
  /** ISO 8601. */
  readonly at: string
  readonly machine: string
  /** The commit of plimsoll that measured. */
  readonly commit: string
  /** 1 per core = as much work as there are cores, as it was before the comparison. */
  readonly loadPerCore: number
  readonly launches: readonly DuetLaunch[]
  readonly ended: DuetEvidence['ended']
  readonly failure: ErrorCount | null
  readonly obstacle: string | null
  /** `null` where the plain processes were not run, or failed. */
  readonly plain: PlainPair | null
  readonly duetMs: number
  readonly plainMs: number
}

/** The lines of a results file; a last line that was cut off is removed from it. */
export async function readRecords(path: string): Promise<GateRecord[]> {
  const text = await readFile(path, 'utf8').catch(nothingYet)
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  if (whole.length < text.length) await truncate(path, Buffer.byteLength(whole))
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as GateRecord)
}

export async function appendRecord(path: string, record: GateRecord): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await appendFile(path, `${JSON.stringify(record)}\n`)
}

function nothingYet(thrown: unknown): string {
  if (Reflect.get(Object(thrown), 'code') === 'ENOENT') return ''
  throw thrown
}
