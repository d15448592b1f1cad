import { cp, readdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readRun } from '../../src/model/read.ts'
import type { Run } from '../../src/model/run.ts'
import { freshProject, type ProjectFiles, tempDir, writeFiles } from '../support/folders.ts'
import { type ProcessResult, repositoryPath, runProcess } from '../support/process.ts'
import { plimsoll, QUICK } from './cli-project.ts'

/** Scenarios whose work is data, and transports of the user's, as the command line has them. */

const LOAD = ['--rate', '50/s', '--duration', '500ms', '--connections', '2', '--json']

/** Says what it was asked: method, address and body. */
const SERVER = `
import { createServer } from 'node:http'
createServer((request, response) => {
  let body = ''
  request.on('data', (chunk) => (body += chunk))
  request.on('end', () => response.end(JSON.stringify([request.method, request.url, body])))
}).listen(Number(process.env.PORT), '127.0.0.1')
`

const config = (more: string): string => `
import { defineConfig } from 'plimsoll'
export default defineConfig({ ${more} })
`

const WEB = "targets: { web: { command: process.execPath, args: ['server.mjs'] } },"

const project = (perf: string, more: string = WEB, files: ProjectFiles = {}): Promise<string> =>
  freshProject({
    'server.mjs': SERVER,
    'plimsoll.config.ts': config(more),
    'perf/a.perf.ts': `import { cycle, scenario } from 'plimsoll'\n${perf}`,
    ...files,
  })

function recorded({ code, stdout, stderr }: ProcessResult): Run {
  expect([0, 1, 3], stderr).toContain(code)
  return readRun(JSON.parse(stdout))
}

const completed = ({ results }: Run): readonly (readonly [string, number])[] =>
  results.map(({ scenario, counts }) => [scenario.key, counts.failed])

test('data is benchmarked and loaded alike, at the only target there is', async () => {
  const asked = '["POST","/items/a%2F..%2Fb%3Fc?size=2","{\\\\"id\\\\":\\\\"a/../b?c\\\\"}"]'
  const cwd = await project(`
    export const home = scenario('home', { http: { url: '/', check: { body: { equals: '["GET","/",""]' } } } })
    export const item = scenario('item', {
      params: [{ size: 2 }],
      feed: cycle([{ id: 'a/../b?c' }]),
      http: {
        method: 'POST',
        url: '/items/{{input.id}}?size={{params.size}}',
        json: { id: '{{input.id}}' },
        check: { body: { equals: '${asked}' } },
      },
    })`)
  const run = recorded(await plimsoll(cwd, ['run', ...QUICK, '--json']))
  expect(completed(run)).toEqual([
    ['home', 0],
    ['item [size=2]', 0],
  ])
  const load = recorded(await plimsoll(cwd, ['load', ...LOAD]))
  expect(completed(load)).toEqual(completed(run))
  expect(load.results.map(({ profile }) => profile)).toMatchObject([
    { connections: 2 },
    { connections: 2 },
  ])
})

test('an exchange that fails ends a benchmark, with its code and what was wrong', async () => {
  const cwd = await project(`
    export const home = scenario('home', { http: { url: '/', check: { status: 418 } } })
    export const lost = scenario('lost', {
      feed: cycle([{ name: 'no id' }]),
      http: { url: '/{{input.id}}' },
    })`)
  const result = await plimsoll(cwd, ['run', ...QUICK, '--json'])
  expect(result.code).toBe(4)
  const errors = readRun(JSON.parse(result.stdout)).results.map(({ errors: [first] }) => first)
  expect(errors).toMatchObject([
    { code: 'CHECK_FAILED', example: "the answer's status was 200, not 418" },
    { code: 'INPUT_INVALID', example: 'the input has nothing for {{input.id}}' },
  ])
})

test('everything that is wrong is told at once, and nothing is started', async () => {
  const cwd = await project(
    `
    export const a = scenario('a', { http: { url: '/', metod: 'GET' } as never })
    export const b = scenario('b', { http: { method: 'GE T', headers: { 'a b': 'c' } } })
    export const c = scenario('c', { exchange: { transport: 'mqqt', plan: {} } })
    export const d = scenario('d', { redis: { work: { kind: 'command', command: ['SUBSCRIBE', 'x'] } } })
    export const e = scenario('e', { exchange: { transport: 'mqtt', plan: {} } })`,
    "transports: { mqtt: './mqtt.ts' }",
    {
      'mqtt.ts': `export default {
        kind: 'mqtt',
        check: (plan) => (plan.topic === undefined ? ['topic: expected a text'] : []),
        open: () => { throw new Error('opened') },
      }`,
    },
  )
  for (const command of ['run', 'load']) {
    const { code, stderr } = await plimsoll(cwd, [command])
    expect(code).toBe(2)
    for (const said of [
      'perf/a.perf.ts: a: http.metod: unknown key; did you mean method?',
      'perf/a.perf.ts: b: http.method: "GE T" is no method',
      'perf/a.perf.ts: b: http.headers: "a b" is no header\'s name',
      'perf/a.perf.ts: c: exchange.transport: no transport is named "mqqt"; did you mean mqtt?',
      "perf/a.perf.ts: d: redis.work.command: SUBSCRIBE takes the connection; use kind: 'publish'",
      'perf/a.perf.ts: e: exchange.plan.topic: expected a text',
    ]) {
      expect(stderr).toContain(said)
    }
  }
})

test('a host that nobody named is asked nothing', async () => {
  const cwd = await project(
    `export const a = scenario('a', { http: { url: 'http://example.org/' } })
    export const b = scenario('b', {
      redis: { url: 'redis://127.0.0.1', work: { kind: 'publish', subscribeUrls: ['redis://other.example'] } },
    })`,
    '',
  )
  for (const command of ['run', 'load']) {
    const { code, stderr } = await plimsoll(cwd, [command])
    expect(code).toBe(2)
    expect(stderr).toContain('example.org and other.example are not this machine')
    expect(stderr).toContain('--allow-host example.org')
  }
})

test('an address without a target is refused', async () => {
  const cwd = await project("export const a = scenario('a', { http: { url: '/x' } })", '')
  const { code, stderr } = await plimsoll(cwd, ['load', ...LOAD])
  expect(code).toBe(2)
  expect(stderr).toContain('"/x" is no whole address')
  const run = await plimsoll(cwd, ['run', ...QUICK])
  expect(run.code).toBe(2)
  expect(run.stderr).toContain('"/x" is no whole address')
})

describe('a transport of the user’s', () => {
  const perf = `export const a = scenario('a', {
    feed: cycle(['one', 'two']),
    exchange: { transport: 'echo', plan: { url: '/echo' } },
  })`
  const told = { code: 2 }

  test('is loaded as perf files are, and drives loads and benchmarks', async () => {
    const cwd = await project(perf, `${WEB} transports: { echo: './perf/echo.ts' }`, {
      'perf/echo.ts': `
        import { Answer } from './answer'
        export const transport = {
          kind: 'echo',
          open: async ({ url }: { url: string }, { target }: { target: { url: string } }) => ({
            connect: () => ({
              free: 1,
              exchange: (input: unknown, onEnd: (outcome: object) => void) => {
                const sentNs = Number(process.hrtime.bigint())
                const isRight = url === target.url + '/echo' && ['one', 'two'].includes(String(input))
                const how = isRight ? { kind: Answer.Ok, code: '' } : { kind: 'failed', code: 'ODD' }
                setImmediate(() => onEnd({
                  ...how, example: url, sentNs, endedNs: Number(process.hrtime.bigint()),
                  firstByteNs: 0, bytesOut: 1, bytesIn: 1,
                }))
              },
              close: () => undefined,
            }),
            [Symbol.asyncDispose]: async () => undefined,
          }),
        }`,
      'perf/answer.ts': "export enum Answer { Ok = 'ok' }",
    })
    expect(completed(recorded(await plimsoll(cwd, ['load', ...LOAD])))).toEqual([['a', 0]])
    const run = recorded(await plimsoll(cwd, ['run', ...QUICK, '--json']))
    expect(run.results[0]).toMatchObject({ status: 'ok', errors: [] })
  })

  test.each([
    ['exports none', 'export const other = { kind: 5 }', 'exports no transport'],
    ['throws', "throw new Error('no broker')", 'throws on import: no broker'],
    ['imports what is not there', "import './nowhere.ts'", "which can't be found"],
  ])('that %s is told with its file', async (_, text, said) => {
    const cwd = await project(perf, "transports: { echo: './perf/echo.ts' }", {
      'perf/echo.ts': text,
    })
    const result = await plimsoll(cwd, ['load'])
    expect(result).toMatchObject(told)
    expect(result.stderr).toContain('perf/echo.ts')
    expect(result.stderr).toContain(said)
  })

  test('that is missing, or has a name of ours, is told', async () => {
    const missing = await project(perf, "transports: { echo: './perf/echo.ts', b: './b.ts' }")
    const lost = await plimsoll(missing, ['run'])
    expect(lost).toMatchObject(told)
    expect(lost.stderr).toContain('transports.echo: there is no file ./perf/echo.ts')
    expect(lost.stderr).toContain('transports.b: there is no file ./b.ts')
    const taken = await project(perf, "transports: { http: './perf/a.perf.ts' }")
    const refused = await plimsoll(taken, ['run'])
    expect(refused).toMatchObject(told)
    expect(refused.stderr).toContain('transports.http: plimsoll has one of that name')
  })
})

test('a duet says nothing of data, and says so', async () => {
  const cwd = await project(
    "export const a = scenario('a', { http: { url: 'http://127.0.0.1:9/' } })",
    '',
  )
  const git = (...args: string[]): Promise<ProcessResult> =>
    runProcess('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...args], { cwd })
  await writeFiles(cwd, { '.gitignore': 'node_modules\n.plimsoll\n' })
  for (const args of [
    ['init', '-q'],
    ['add', '.'],
    ['commit', '-qm', 'all'],
  ])
    await git(...args)
  const { code, stderr } = await plimsoll(cwd, ['duet', 'HEAD'])
  expect(code).toBe(2)
  expect(stderr).toContain('a duet says nothing about scenarios that are data: a')
})

describe('without an optional package', () => {
  /** This checkout's code where everything but some packages is installed. */
  async function without(...names: readonly string[]): Promise<string> {
    const folder = await tempDir()
    for (const part of ['src', 'bin', 'package.json']) {
      await cp(join(repositoryPath, part), join(folder, part), { recursive: true })
    }
    await writeFiles(folder, { 'node_modules/.keep': '' })
    for (const name of await readdir(join(repositoryPath, 'node_modules'))) {
      if (names.includes(name) || name.startsWith('.')) continue
      const from = join(repositoryPath, 'node_modules', name)
      await symlink(from, join(folder, 'node_modules', name), 'junction')
    }
    return folder
  }

  test('what needs it is refused before anything is asked, and the rest works', async () => {
    const folder = await without('undici', 'ioredis', 'pg', 'ws')
    const bin = join(folder, 'bin/plimsoll.js')
    const cwd = await freshProject()
    const load = (...args: readonly string[]): Promise<ProcessResult> =>
      runProcess(process.execPath, ['--conditions=plimsoll-source', bin, 'load', ...args], { cwd })
    for (const [url, name, flags] of [
      ['https://127.0.0.1:9/', 'undici', ['--http2']],
      ['redis://127.0.0.1:9', 'ioredis', []],
      ['postgres://127.0.0.1:9/db', 'pg', []],
      ['ws://127.0.0.1:9', 'ws', []],
    ] as const) {
      const { code, stderr } = await load(url, ...flags, ...LOAD)
      expect(code, stderr).toBe(2)
      expect(stderr).toContain(`needs the package ${name}, which is not installed`)
      expect(stderr).toContain(`npm install --save-dev ${name}`)
    }
    const { code, stderr } = await load('http://127.0.0.1:9/', ...LOAD)
    expect(code, stderr).toBe(4)
  })
})
