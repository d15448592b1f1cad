import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Comparison } from '../../src/model/comparison.ts'
import type { Run } from '../../src/model/run.ts'
import { goes, isThere } from '../support/pids.ts'
import { writeFiles } from '../support/folders.ts'
import { commitAll, documentOf, type failureOf, gitInit, plimsoll, QUICK } from './cli-project.ts'
import { BOT, caller, projectWithTargets, servicePids } from './cli-targets.ts'
import { BRIEFLY } from './duet-project.ts'

/** `plimsoll run` and its like against targets that the configuration describes. */

describe('targets of a run', () => {
  test('are started once for all of its scenarios, and stopped with it', async () => {
    const cwd = await projectWithTargets(
      `{ bot: { ${BOT}, instances: 2 }, idle: { command: 'no-such-program' } }`,
      caller('first') + caller('second'),
    )
    const done = await plimsoll(cwd, ['run', ...QUICK, '--json'])
    expect(done.code, done.stderr).toBe(0)
    const { results } = documentOf(done) as Run
    expect(results.map(({ status }) => status)).toEqual(['ok', 'ok'])
    expect(done.stderr.match(/^starting .*$/gm)).toEqual(['starting bot (2 instances) …'])
    expect(done.stderr).toMatch(/^bot is ready after \d+\.\d s$/m)
    expect(servicePids(cwd)).toHaveLength(2)
    expect(servicePids(cwd).map(isThere)).toEqual([false, false])
  })

  test('write into files that are kept, and that only their user may read', async () => {
    const cwd = await projectWithTargets(`{ bot: { ${BOT}, instances: 2 } }`, caller('first'))
    await plimsoll(cwd, ['run', ...QUICK, '--quiet', '--target-logs', 'logs'])
    const log = join(cwd, 'logs', 'bot-2.log')
    expect(readFileSync(log, 'utf8')).toBe('number 1 begins, password=hunter22\nnumber 1 listens\n')
    expect(statSync(log).mode & 0o777).toBe(0o600)
  })

  test('that run already are left alone, and scenarios get their address', async () => {
    const cwd = await projectWithTargets(
      `{ bot: { url: 'http://127.0.0.1:9/', servers: { REDIS_URL: 'redis://:hunter22@127.0.0.1:9' } } }`,
      `export const look = scenario('look', {
        target: 'bot',
        setup: ({ target }) => { if (target.servers.REDIS_URL.includes('hunter22')) throw new Error(target.url + ' ' + target.servers.REDIS_URL) },
        run: () => {},
      })`,
    )
    const done = await plimsoll(cwd, ['run', ...QUICK])
    expect(done.code).toBe(4)
    expect(done.stdout + done.stderr).toContain('http://127.0.0.1:9/')
    expect(done.stdout + done.stderr).not.toContain('hunter22')
  })
})

describe('targets that are not to be had', () => {
  test('one that dies at once: its last lines, and the file with all of them', async () => {
    const cwd = await projectWithTargets(
      `{ bot: { ${BOT.replace('{ NUMBER', "{ EARLY: '1', NUMBER")} } }`,
      caller('first'),
    )
    const { error, code, stderr } = await failureIn(cwd)
    expect(code).toBe(4)
    expect(error).toMatchObject({
      code: 'TARGET_DIED',
      message: 'bot: it ended with exit code 3 before it was ready',
      problems: ['number 0 begins, password=***', 'Error: no luck today'],
    })
    expect(error.hint).toContain(join('.plimsoll', 'logs', 'bot.log'))
    expect(stderr).not.toContain('hunter22')
  })

  test('one that is never ready', async () => {
    const cwd = await projectWithTargets(
      `{ bot: { ${BOT}, ready: { kind: 'log', pattern: /^never/ }, readyTimeout: '1s' } }`,
      caller('first'),
    )
    const { error, code } = await failureIn(cwd)
    expect(code).toBe(4)
    expect(error).toMatchObject({
      code: 'TARGET_NOT_READY',
      message: 'bot: it was not ready after 1 s: it wrote no line that matches /^never/',
    })
    expect(await Promise.all(servicePids(cwd).map(goes))).toEqual([true])
  })

  test('one whose private server is not on this machine', async () => {
    const cwd = await projectWithTargets(
      `{ bot: { ${BOT}, servers: { REDIS_URL: 'redis' } } }`,
      caller('first'),
    )
    const { error, code } = await failureIn(cwd, { PATH: cwd })
    expect(code).toBe(4)
    expect(error).toMatchObject({
      code: 'TARGET_COMMAND_NOT_FOUND',
      message: 'redis: there is no redis-server on this machine',
    })
    expect(error.hint).toContain('or give the address of one that runs')
    expect(servicePids(cwd)).toEqual([])
  })

  test('names that the configuration does not have, all at once', async () => {
    const cwd = await projectWithTargets(
      `{ bot: { ${BOT} } }`,
      caller('first', '/', 'bott') + caller('second', '/', 'other') + caller('third'),
    )
    const { error, code } = await failureIn(cwd)
    expect(code).toBe(2)
    expect(error).toMatchObject({
      code: 'TARGET_UNKNOWN',
      problems: [
        "'first' names the target 'bott', which the configuration does not have; did you mean bot?",
        "'second' names the target 'other', which the configuration does not have",
      ],
    })
    expect(servicePids(cwd)).toEqual([])
  })
})

test('a target that dies on the way: what was measured is kept, with a note', async () => {
  const cwd = await projectWithTargets(
    `{ bot: { ${BOT} } }`,
    caller('fine') + caller('fatal', '/die'),
  )
  const done = await plimsoll(cwd, ['run', ...QUICK, '--json'])
  expect(done.code).toBe(4)
  const { results } = documentOf(done) as Run
  expect(results).toHaveLength(2)
  expect(results.find(({ scenario }) => scenario.name === 'fatal')?.status).toBe('failed')
  for (const { notes } of results) {
    expect(notes).toContainEqual({
      code: 'TARGET_DIED',
      message: 'bot ended with exit code 9; it last wrote: number 0 listens',
    })
  }
  expect(done.stderr).toContain('bot ended with exit code 9; it last wrote:\n')
})

test('the run and the duet of a check meet the same target, and so do both sides', async () => {
  const cwd = await projectWithTargets(`{ bot: { ${BOT} } }`, caller('first'))
  await gitInit(cwd)
  await writeFiles(cwd, { '.gitignore': 'node_modules\n.plimsoll\npid-0\n' })
  await commitAll(cwd, 'first')
  const args = ['check', '--against', 'HEAD', ...QUICK, ...BRIEFLY, '--unchanged-within', '900']
  const done = await plimsoll(cwd, [...args, '--json'])
  expect([0, 1], done.stderr).toContain(done.code)
  const { scenarios } = documentOf(done) as Comparison
  expect(scenarios.map(({ key }) => key)).toEqual(['first'])
  expect(done.stderr.match(/^starting .*$/gm)).toEqual(['starting bot …'])
  expect(servicePids(cwd).map(isThere)).toEqual([false])
})

async function failureIn(
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ error: Awaited<ReturnType<typeof failureOf>>; code: number | null; stderr: string }> {
  const done = await plimsoll(cwd, ['run', ...QUICK, '--json'], { env })
  const { error } = documentOf(done) as { error: Awaited<ReturnType<typeof failureOf>> }
  return { error, code: done.code, stderr: done.stderr }
}
