import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Comparison } from '../../src/model/comparison.ts'
import { sharedTempDir, tempDir, writeFiles } from '../support/folders.ts'
import type { ProcessResult } from '../support/process.ts'
import { failureOf, git, plimsoll, runIds, startPlimsoll } from './cli-project.ts'
import { comparisonOf, fillDuetProject } from './duet-project.ts'

const server = (delayMs: number): string => `
import { createServer } from 'node:http'
const answer = (request, response) => setTimeout(() => response.end('ok'), ${delayMs})
createServer(answer).listen(process.env.PORT, '127.0.0.1', () => console.log('answers after ${delayMs} ms'))
`

const PERF = `
import { scenario } from 'plimsoll'
export const home = scenario('home', {
  target: 'shop',
  setup: ({ target }) => ({ url: target.url }),
  run: async ({ ctx, stage }) => {
    const answer = await stage('answer', () => fetch(ctx.url))
    await stage('read', () => answer.text())
  },
})
export const alone = scenario('alone', { run: () => 1 })
`

const CONFIG = `
import { defineConfig } from 'plimsoll'
export default defineConfig({
  targets: { shop: { command: process.execPath, args: ['src/server.mjs'] } },
})
`

/** What is to be found is many times slower, so that few rounds will do. */
const BRIEFLY = [
  ...['--users', '2', '--duration', '1s', '--warm-up', '0s'],
  ...['--rounds', '4', '--confidence', '0.9'],
]

describe('a load on two revisions of a service', () => {
  const cwd = sharedTempDir()
  let result: ProcessResult
  let said: Comparison
  beforeAll(async () => {
    await fillDuetProject(cwd, {
      'src/server.mjs': server(1),
      'perf/home.perf.ts': PERF,
      'plimsoll.config.ts': CONFIG,
    })
    await writeFiles(cwd, { 'src/server.mjs': server(60) })
    result = await plimsoll(cwd, ['load', 'home', '--against', 'main', '--json', ...BRIEFLY])
    said = comparisonOf(result)
  })

  test('names what became slower, with the stage', () => {
    expect(said).toMatchObject({ method: 'interleaved', verdict: 'regressed', exitCode: 1 })
    const [home] = said.scenarios
    expect(home).toMatchObject({ key: 'home', verdict: 'regressed', clock: 'wall' })
    expect(home?.ratio).toBeGreaterThan(3)
    expect(home?.metric).toMatch(/^latency p(?:50|95)$/)
    expect(home?.stages.map(({ name, verdict }) => [name, verdict])).toContainEqual([
      'answer',
      'regressed',
    ])
    expect(result.code).toBe(1)
  })

  test('says how it goes, round by round, and what has no service', () => {
    expect(result.stderr).toContain('left out, without a target of their own: alone')
    expect(result.stderr).toMatch(/home: round 4 of 4: p50 .+ beside .+/)
  })

  test('keeps what the services of the last round wrote, side by side', async () => {
    const written = await Promise.all(
      ['current', 'baseline'].map((side) =>
        readFile(join(cwd, '.plimsoll/logs', side, 'shop.log'), 'utf8'),
      ),
    )
    expect(written).toEqual(['answers after 60 ms\n', 'answers after 1 ms\n'])
  })

  test('keeps a run of each side, and nothing else', async () => {
    expect(await runIds(cwd)).toHaveLength(2)
    expect(said.current.run).not.toBe(said.baseline.run)
    expect(await git(cwd, 'worktree', 'list')).not.toContain('.plimsoll')
  })

  test.each([
    [['http://127.0.0.1:1/', '--against', 'main'], 'AGAINST_ADDRESS'],
    [['alone', '--against', 'main'], 'AGAINST_WITHOUT_TARGET'],
    [['home', '--against', 'main', '--profile', 'breakpoint', '--rate', '9/s'], 'AGAINST_PROFILE'],
    [['home', '--against', 'main', '--budget', 'p99=1s'], 'AGAINST_ALONE'],
    [['home', '--against', 'main', '--rounds', '2'], 'BAD_ROUNDS'],
    [['home', '--rounds', '4'], 'ROUNDS_ALONE'],
    [['home', '--against', 'no-such-branch'], 'REVISION_NOT_FOUND'],
  ])('%j is refused', async (args, code) => {
    const refused = await failureOf(cwd, ['load', ...args])
    expect(refused).toMatchObject({ code, exitCode: 2 })
  })
})

describe('of two revisions of a service', () => {
  const started = async (main: string, now: string): Promise<string> => {
    const cwd = await tempDir()
    await fillDuetProject(cwd, {
      'src/server.mjs': main,
      'perf/home.perf.ts': PERF,
      'plimsoll.config.ts': CONFIG,
    })
    await writeFiles(cwd, { 'src/server.mjs': now })
    return cwd
  }
  const AGAINST = ['load', 'home', '--against', 'main']

  test('the one that does not start is named', async () => {
    const cwd = await started(`process.exit(3)`, server(1))
    expect(await failureOf(cwd, [...AGAINST, ...BRIEFLY])).toMatchObject({
      code: 'TARGET_DIED',
      exitCode: 4,
      message: 'main: shop: it ended with exit code 3 before it was ready',
    })
  })

  test('the one that ends by itself has failed, and what was measured is kept', async () => {
    const dies = `${server(1)}\nsetTimeout(() => { console.log('no more'); process.exit(5) }, 1500)`
    const cwd = await started(server(1), dies)
    const said = await plimsoll(cwd, [...AGAINST, '--json', ...BRIEFLY])
    expect(said.code).toBe(4)
    const [home] = comparisonOf(said).scenarios
    expect(home?.verdict).toBe('not-comparable')
    expect(home?.reason).toContain('failed in the current side: shop ended with exit code 5')
    expect(await runIds(cwd)).toHaveLength(2)
  })

  test('Ctrl-C keeps what was measured, and calls nobody failed', async () => {
    const cwd = await started(server(1), server(1))
    const running = startPlimsoll(cwd, [...AGAINST, '--json', ...BRIEFLY])
    await running.until(/round 1 of 4/)
    running.kill('SIGINT')
    const ended = await running.ended
    expect(ended.code).toBe(130)
    const [home] = comparisonOf(ended).scenarios
    expect(home?.reason).not.toContain('failed')
    expect(await runIds(cwd)).toHaveLength(2)
    expect(await git(cwd, 'worktree', 'list')).not.toContain('.plimsoll')
  })
})
