import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measureLoad } from '../../src/measure/load/measure-load.ts'
import { packHistogram } from '../../src/record/index.ts'
import { evenRate, httpPlan } from './plans.ts'

/** What to send, as JSON. */
export interface Pace {
  readonly url: string
  readonly ratePerSecond: number
  readonly durationMs: number
}

/** What a generator said of it, a line of JSON each: first `startNs`, at the end the rest. */
export interface Paced {
  readonly startNs?: number
  readonly sendLagP99Ms?: number
  readonly status?: string
}

/** An even rate, in this process and its worker. */
export async function pace(text: string): Promise<void> {
  const { url, ratePerSecond, durationMs } = JSON.parse(text) as Pace
  const cwd = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'))
  const say = (paced: Paced): void => {
    process.stdout.write(`${JSON.stringify(paced)}\n`)
  }
  const { results } = await measureLoad(
    httpPlan(url, evenRate(ratePerSecond, durationMs), { cwd }),
    {
      signal: new AbortController().signal,
      packHistogram,
      onStart: (startNs) => say({ startNs }),
    },
  )
  rmSync(cwd, { recursive: true })
  const [result] = results
  if (result !== undefined) say({ sendLagP99Ms: result.health.sendLagP99Ms, status: result.status })
}
