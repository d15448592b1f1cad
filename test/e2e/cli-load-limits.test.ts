import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Run } from '../../src/model/run.ts'
import { tempDir } from '../support/folders.ts'
import { httpServer, type Listening } from '../support/listening.ts'
import { repositoryPath } from '../support/process.ts'
import { documentOf, plimsoll, runIds, startPlimsoll } from './cli-project.ts'

/** Limits on windows, limits that end a load test, and Ctrl-C, against a real server in this process. */

let server: Listening

beforeAll(async () => {
  server = await httpServer((request, response) => {
    const [, status = '200'] = /status=(\d+)/.exec(request.url ?? '') ?? []
    response.statusCode = Number(status)
    if (request.url !== '/never') response.end('hello')
  })
})
afterAll(() => server[Symbol.asyncDispose]())

async function load(
  ...args: readonly string[]
): Promise<{ readonly run: Run; readonly code: number | null }> {
  const done = await plimsoll(await tempDir(), ['load', ...args, '--json', '--quiet'])
  return { run: documentOf(done) as Run, code: done.code }
}

describe('limits on windows', () => {
  test('are judged in every window of the steady state, beside those of the whole', async () => {
    const { run, code } = await load(
      ...[server.url, '--rate', '100/s', '--duration', '3s', '--budget', 'errors=0%'],
      ...['--budget', 'p50=1us/2s', '--budget', 'max=1m/1s', '--budget', 'throughput=1/s/1s'],
    )
    const said = run.budgets.map(({ metric, withinMs }) => [metric, withinMs])
    expect(said).toEqual([
      ['errors', undefined],
      ['latency', 2000],
      ['latency', 1000],
      ['throughput', 1000],
    ])
    // A busy machine may be the limit, and then nothing is judged.
    if (run.status === 'invalid') return
    const verdicts = run.budgets.map(({ verdict }) => verdict)
    expect(verdicts).toEqual(['met', 'broken', 'met', 'met'])
    expect(run.budgets[1]?.reason).toMatch(/^p50 was .* from \d s to \d s, above the limit/)
    expect(code).toBe(1)
  })

  test('without a whole window nothing is green', async () => {
    const { run, code } = await load(
      ...[server.url, '--rate', '50/s', '--duration', '1s', '--budget', 'p95=1m/10s'],
      ...['--abort-on', 'max=1m/5s', '--abort-on', 'max=1m/1s'],
    )
    const noted = run.results[0]?.notes.filter((note) => note.code === 'LIMIT_LONGER_THAN_LOAD')
    expect(noted).toEqual([
      {
        code: 'LIMIT_LONGER_THAN_LOAD',
        message: '--abort-on max=1m/5s could not end it: its window is longer than the load',
      },
    ])
    if (run.status === 'invalid') return
    expect(run.budgets[0]).toMatchObject({ verdict: 'broken', value: null })
    expect(code).toBe(4)
  })
})

describe('--abort-on', () => {
  test('ends a load test at the first full window beyond it: kept, marked, exit 1', async () => {
    const cwd = await tempDir()
    const args = ['--rate', '50/s', '--duration', '2m', '--abort-on', 'errors=50%/2s', '--quiet']
    const done = await plimsoll(cwd, ['load', `${server.url}/?status=500`, ...args])
    expect(done.stdout).toContain('errors were 100 % from 0 s to 2 s, above the limit of 50 %')
    expect(done.stdout).toContain('Ended by a limit (--abort-on)')
    expect(done.stdout).toMatch(/broken .*errors in any 2 s +100 % +limit 50 %/)
    // Nothing at all succeeded, which is worse.
    expect(done.code).toBe(4)
    expect(await runIds(cwd)).toHaveLength(1)
  })

  test('is exit 1 where something succeeded, and the record says what ended it', async () => {
    const { run, code } = await load(
      ...[server.url, '--rate', '50/s', '--duration', '2m', '--abort-on', 'p50=1us/1s'],
    )
    expect(run.status).toBe('aborted')
    // A busy machine may be the limit, and then the limit says nothing.
    const isInvalid = run.results[0]?.status === 'invalid'
    expect(run.results[0]?.marks).toMatchObject([{ kind: 'abort' }])
    expect(run.results[0]?.notes.map(({ code: noted }) => noted)).toContain('ABORTED')
    const verdict = isInvalid ? 'inconclusive' : 'broken'
    expect(run.budgets).toMatchObject([{ statistic: 'p50', withinMs: 1000, verdict }])
    expect(run.budgets[0]?.reason).toContain('ends the run')
    expect(code).toBe(isInvalid ? 3 : 1)
  })

  test('takes nothing but limits on windows', async () => {
    const done = await plimsoll(await tempDir(), ['load', server.url, '--abort-on', 'p99=1s'])
    expect(done.code).toBe(2)
    expect(done.stderr).toContain('--abort-on: expected limits with the length of a window')
  })
})

/** A load whose iterations are all in flight when it is interrupted. */
const neverAnswered = (): readonly string[] => [
  ...['load', `${server.url}/never`, '--rate', '20/s', '--duration', '2m', '--timeout', '1m'],
]

test('a second interrupt stops at once: what was measured is kept all the same', async () => {
  const cwd = await tempDir()
  const args = neverAnswered()
  await using running = startPlimsoll(cwd, args)
  await running.until(/\[1\/120 s\]/)
  running.killGroup('SIGINT')
  await running.until(/draining \d+ in flight; again to stop at once/)
  running.killGroup('SIGINT')
  const done = await running.ended
  expect(done.code).toBe(130)
  expect(done.stderr).toContain('stopping at once')
  expect(done.stdout).toContain('STOPPED')
  expect(await runIds(cwd)).toHaveLength(1)
})

const BIN = join(repositoryPath, 'bin/plimsoll.js')

/** util-linux's: a terminal for a process that has none. */
const SCRIPT = '/usr/bin/script'

test.runIf(existsSync(SCRIPT))(
  'on a terminal it is watched in place, and Ctrl-C drains',
  async () => {
    const cwd = await tempDir()
    const args = neverAnswered()
    const command = [process.execPath, '--conditions=plimsoll-source']
    const line = ['stty cols 80 rows 24; exec', ...command, BIN, ...args].join(' ')
    const { CI: _, ...env } = process.env
    const terminal = spawn(SCRIPT, ['-qec', line, '/dev/null'], {
      cwd,
      env: { ...env, TERM: 'xterm', NO_COLOR: '1' },
      signal: AbortSignal.timeout(60_000),
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    const ended = once(terminal, 'exit')
    let seen = ''
    const CTRL_C = '\u0003'
    let interrupts = 0
    for await (const chunk of terminal.stdout) {
      seen += String(chunk)
      const isNext = interrupts === 0 ? /[1-9]\d* in flight/.test(seen) : /draining \d+/.test(seen)
      if (interrupts < 2 && isNext) {
        interrupts++
        terminal.stdin.write(CTRL_C)
      }
    }
    expect(await ended).toEqual([130, null])
    expect(seen).toMatch(/\[\d+\/120 s\] base {2}\d+ in flight/)
    expect(seen).toContain('generator')
    // Drawn over, line by line; the cursor is given back.
    expect(seen).toMatch(/\r\u001b\[\d+A/)
    expect(seen.lastIndexOf('\u001b[?25h')).toBeGreaterThan(seen.lastIndexOf('\u001b[?25l'))
    expect(seen).toContain('Interrupted: this record holds what was measured before')
  },
)
