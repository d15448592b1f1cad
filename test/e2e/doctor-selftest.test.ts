import { readdir } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { ExitCode } from '../../src/kernel/errors.ts'
import type { SelfTest } from '../../src/model/self-test.ts'
import { readChildren, readStat } from '../../src/measure/target/resources/proc.ts'
import { sharedTempDir, tempDir } from '../support/folders.ts'
import { goes } from '../support/pids.ts'
import { failureOf, plimsoll, startPlimsoll } from './cli-project.ts'

/** The self-test on a busy machine: whether its verdict, its numbers and its exit code agree, not what they are. */

const cwd = sharedTempDir()

/** As short as it may be. */
const SHORT = ['doctor', '--selftest', '--duration', '3s']

const EXIT_CODES: Readonly<Record<SelfTest['verdict'], number>> = {
  passed: ExitCode.passed,
  failed: ExitCode.red,
  inconclusive: ExitCode.noVerdict,
}

describe('plimsoll doctor --selftest', () => {
  test('loads a server that freezes, and its exit code is its verdict', async () => {
    const { code, stdout, stderr } = await plimsoll(cwd, [...SHORT, '--json'])
    const selfTest = JSON.parse(stdout) as SelfTest
    expect(stderr).toContain('self-test: 3 s of load')
    expect(code).toBe(EXIT_CODES[selfTest.verdict])
    expect(selfTest).toMatchObject({
      ratePerSecond: 500,
      durationMs: 3000,
      connections: 60,
      freezes: [500, 1500, 2500].map((startMs) => ({ startMs, durationMs: 100 })),
      counts: { scheduled: 1500 },
    })
    expect(selfTest.serviceMs).toBeGreaterThanOrEqual(5)
    // Of 1,500 there is no p99.9.
    expect(selfTest.percentiles.map(({ name }) => name)).toEqual(['p50', 'p95', 'p99'])
    for (const { truthMs, measuredMs, differenceMs, allowedMs, isWithin } of selfTest.percentiles) {
      expect(differenceMs).toBeCloseTo(measuredMs - truthMs)
      expect(allowedMs).toBeCloseTo(Math.max(2, truthMs * 0.03))
      expect(isWithin).toBe(Math.abs(differenceMs) <= allowedMs)
    }
    const isAllWell = selfTest.notes.length === 0
    expect(selfTest.verdict === 'passed').toBe(isAllWell)
    // However busy the machine is: nobody who waits for a frozen server is answered before it thaws.
    const [p50, , p99] = selfTest.percentiles
    expect(p50?.measuredMs).toBeGreaterThan(4)
    expect(p99?.truthMs).toBeCloseTo(100 - 9 + selfTest.serviceMs, -1)
    expect(p99?.measuredMs).toBeGreaterThan(80)
  })

  test('says in words what it found', async () => {
    const { code, stdout } = await plimsoll(cwd, SHORT)
    const [first = ''] = stdout.split('\n')
    expect(first).toMatch(/^500\/s for 3 s over 60 connections, to a server that takes 5/)
    const signs: Readonly<Record<number, string>> = { 0: '✓', 1: '✗', 3: '!' }
    expect(stdout.trimEnd().split('\n').at(-1)).toContain('.')
    expect(stdout).toContain(`\n${signs[code ?? -1]} `)
    expect(stdout).toMatch(/\np95 +[\d.]+ ms +[\d.]+ ms/)
  })

  test('too short a time is told at once', async () => {
    const error = await failureOf(cwd, ['doctor', '--selftest', '--duration', '1s'])
    expect(error).toMatchObject({ code: 'SELF_TEST_TOO_SHORT', exitCode: 2 })
  })

  test.skipIf(process.platform !== 'linux').each(['SIGINT', 'SIGKILL'] as const)(
    'leaves no process behind after %s, not even a frozen one, and no file',
    async (signal) => {
      const temporary = await tempDir()
      const asked = ['doctor', '--selftest', '--duration', '12s']
      await using running = startPlimsoll(cwd, asked, { TMPDIR: temporary })
      const started = await whileFrozen(running.pid)
      running.kill(signal)
      await running.ended
      for (const pid of started) expect(await goes(pid)).toBe(true)
      const left = await readdir(temporary)
      expect(left.filter((name) => name.startsWith('plimsoll-self-test'))).toEqual([])
    },
  )
})

/** What a process has started, as soon as one of them is stopped: the server, its guard, and the worker. */
async function whileFrozen(root: number): Promise<readonly number[]> {
  const of = (pid: number): number[] => readChildren(pid).flatMap((child) => [child, ...of(child)])
  const isFrozen = (pid: number): boolean => readStat(pid)?.state === 'T'
  const until = performance.now() + 60_000
  let found = of(root)
  while (!found.some(isFrozen) && performance.now() < until) {
    await delay(20)
    found = of(root)
  }
  expect(found.some(isFrozen)).toBe(true)
  expect(found.length).toBeGreaterThanOrEqual(3)
  return found
}
