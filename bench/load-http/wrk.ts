import { execFileSync } from 'node:child_process'
import type { Measured, Turn } from './measured.ts'

/** wrk, timed by the shell. It has no compiler to warm up. */
export function driveByWrk(turn: Turn, pinned: readonly string[]): Measured {
  const { url, connections, seconds } = turn
  const command = [...pinned, 'wrk', '-t1', `-c${connections}`, `-d${seconds}s`, '--latency', url]
  // TIMEFORMAT gives real, user and system time in seconds.
  const script = `TIMEFORMAT='spent %R %U %S'; time ${command.join(' ')}`
  const text = execFileSync('bash', ['-c', `{ ${script}; } 2>&1`], { encoding: 'utf8' })
  const number = (pattern: RegExp): number => Number(pattern.exec(text)?.[1])
  const unit = /99%\s+[\d.]+(us|ms|s)/.exec(text)?.[1] ?? 'ms'
  const toMs: Readonly<Record<string, number>> = { us: 1e-3, ms: 1, s: 1e3 }
  return {
    requests: number(/(\d+) requests in/),
    seconds: number(/spent ([\d.]+)/),
    cpuSeconds: number(/spent [\d.]+ ([\d.]+)/) + number(/spent [\d.]+ [\d.]+ ([\d.]+)/),
    p99Ms: number(/99%\s+([\d.]+)/) * (toMs[unit] ?? 1),
  }
}
