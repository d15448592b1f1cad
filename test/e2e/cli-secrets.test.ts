import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { pageDocuments } from '../../src/flows/page-documents.ts'
import { openProject } from '../../src/flows/project.ts'
import type { Run } from '../../src/model/run.ts'
import { fillProject, sharedTempDir, tempDir } from '../support/folders.ts'
import { httpServer } from '../support/listening.ts'
import type { ProcessResult } from '../support/process.ts'
import { sampleRun } from '../support/runs.ts'
import { git, gitInit, plimsoll, QUICK, runIds } from './cli-project.ts'

/**
 * Secrets planted in everything that a record can carry one in, by a benchmark and a load test as users run them; none may
 * be found in anything that plimsoll wrote or printed. Every one of them begins with the same word.
 */
const SECRET = /hunter2[\w]*/g

const cwd = sharedTempDir()
const env = {
  CI_DEPLOY_TOKEN: 'hunter2environment',
  NODE_OPTIONS: '--title=token=hunter2flag',
}

const PERF = `import { inspect } from 'node:util'
import { scenario, trend } from 'plimsoll'
const thrown = () => new Error([
  'refused: Authorization: Bearer hunter2bearer', 'x-tenant: hunter2tenant', 'cookie: sid=hunter2cookie; x=hunter2more',
  'GET https://bob:hunter2inmessage@api/x?api_key=hunter2key', process.env.CI_DEPLOY_TOKEN,
  '{"password":"hunter2json"}', '{"x-tenant":{"ids":["hunter2nested"]}}', '<password>hunter2xml</password>',
  inspect(new Map([['token', 'hunter2map']])),
].join(', '))
export const calls = scenario('call https://bob:hunter2name@api/x?token=hunter2inname', {
  category: 'from postgres://bob:hunter2category@db/x',
  tags: ['token=hunter2tag'],
  params: [{ token: 'hunter2param1', size: 1 }, { token: 'hunter2param2', size: 1 }],
  budget: { p95Ms: 1000, stages: { 'send password=hunter2stage': { p95Ms: 1000 } } },
  run: async ({ stage }) => { await stage('send password=hunter2stage', () => new Promise(setImmediate)) },
})
let calls2 = 0
export const fails = scenario('fails with secret=hunter2failing', {
  run: () => { if (++calls2 > 5) throw Object.assign(thrown(), { code: 'token=hunter2code' }) },
})
`

const CONFIG = `export default {
  redact: ['X-Tenant'],
  duet: { budget: '1s', time: '20ms', warmUp: '20ms' },
  labels: { deploy_token: 'hunter2label', 'x-tenant': 'hunter2ownlabel', from: 'redis://:hunter2inlabel@cache' },
  budgets: { 'fails with secret=hunter2failing': { p95Ms: 1 } },
  targets: {
    api: {
      command: process.execPath,
      args: ['service.mjs', '--password', 'hunter2argument', 'https://bob:hunter2inargument@x/'],
      env: { SERVICE_TOKEN: 'hunter2variable' },
    },
  },
}
`

const SERVICE = `console.log('listening, with password=hunter2output')
let served = 0
createServer((request, response) => {
  if (++served > 60) { console.error('out of memory: token=hunter2last'); process.exit(3) }
  response.end('ok')
}).listen(process.env.PORT, '127.0.0.1')
`

const LOAD = `import { scenario } from 'plimsoll'
export const home = scenario('api https://bob:hunter2loadname@api/', {
  target: 'api',
  http: { method: 'GET', url: '/?token=hunter2path', headers: { authorization: 'Bearer hunter2header' } },
})
`

let printed: Readonly<Record<string, ProcessResult>>

beforeAll(async () => {
  await fillProject(cwd, {
    'perf/calls.perf.mjs': PERF,
    'load/home.perf.mjs': LOAD,
    'service.mjs': SERVICE,
    'plimsoll.config.mjs': CONFIG,
    '.gitignore': 'node_modules\n.plimsoll\n',
  })
  await gitInit(cwd)
  await git(cwd, 'commit', '--allow-empty', '-m', 'Deploy: password=hunter2subject')
  await git(cwd, 'remote', 'add', 'origin', 'https://bob:hunter2remote@github.com/team/repo.git')
  printed = await everything()
}, 120_000)

async function everything(): Promise<Record<string, ProcessResult>> {
  await using server = await httpServer((_request, response) => {
    response.statusCode = 500
    response.end('password=hunter2answer')
  })
  const run = (...args: readonly string[]): Promise<ProcessResult> => plimsoll(cwd, args, { env })
  const bench = ['--include', 'perf/**', ...QUICK, '--note', 'with api_key: hunter2note']
  const brief = ['--rate', '50/s', '--duration', '2s']
  const url = `http://bob:hunter2url@127.0.0.1:${server.port}/x?token=hunter2query`
  const header = [
    '--header',
    'Authorization: Bearer hunter2given',
    '--header',
    'X-Tenant: hunter2own',
  ]
  return {
    run: await run('run', ...bench),
    again: await run('run', 'https://', ...bench, '--json'),
    baseline: await run('baseline', 'accept', '--reason', 'token: hunter2reason1'),
    check: await run('check', 'https://', ...bench, '--format', 'html,markdown,json,junit,csv'),
    target: await run('load', '--include', 'load/**', ...brief, '--note', 'pwd=hunter2loadnote'),
    address: await run('load', url, ...header, ...brief),
    history: await run('history'),
    list: await run('report', '--list'),
    doctor: await run('doctor'),
    wrong: await run('load', 'nothing://bob:hunter2wrong@x', ...brief),
  }
}

const found = (text: string): string[] => [...new Set(text.match(SECRET))]

test('everything did what it was to do', () => {
  const codes = Object.fromEntries(Object.entries(printed).map(([name, { code }]) => [name, code]))
  expect(codes).toMatchObject({ run: 4, again: 0, baseline: 0, history: 0, list: 0 })
})

test('what is printed holds none', () => {
  for (const [name, { stdout, stderr }] of Object.entries(printed)) {
    expect(found(stdout + stderr), name).toEqual([])
  }
})

describe('of every run', () => {
  test('reports in every format and exports hold none', async () => {
    const formats = 'html,markdown,json,junit,csv'
    for (const id of await runIds(cwd)) {
      const out = join('reports', id)
      const done = await plimsoll(cwd, ['report', id, '--format', formats, '--out', out], { env })
      expect(done.code, done.stderr).toBe(0)
      const exported = await plimsoll(cwd, ['export', id], { env })
      expect(found(done.stdout + done.stderr + exported.stdout)).toEqual([])
      for (const name of await readdir(join(cwd, out))) {
        expect(found(await readFile(join(cwd, out, name), 'utf8')), name).toEqual([])
      }
    }
  }, 120_000)

  test('the documents that pages are made of hold none', async () => {
    const { signal } = new AbortController()
    const project = await openProject({ cwd, env, flags: {}, signal, tell: () => undefined })
    await using documents = await pageDocuments(project)
    const { runs } = await documents.runs({ limit: 100, before: null })
    expect(runs.length).toBeGreaterThan(4)
    const all: unknown[] = [runs, await documents.project(), await documents.baselines()]
    const [first] = runs
    for (const { id } of runs) {
      all.push(await documents.run(id), await documents.judged(id))
      all.push(await documents.compare(id, first?.id ?? ''))
    }
    const none = { statistic: null, branch: null, since: null, limit: null }
    all.push(await documents.history({ scenarios: [], stages: [], metrics: [], ...none }))
    expect(found(JSON.stringify(all))).toEqual([])
    expect(await documents.project()).toMatchObject({
      commitUrl: 'https://github.com/team/repo/commit/{commit}',
    })
  })
})

test('what plimsoll keeps holds none', async () => {
  const kept = await readdir(join(cwd, '.plimsoll'), { recursive: true, withFileTypes: true })
  // What a target writes is kept as it wrote it: .plimsoll/logs is its own log.
  const files = kept.filter((each) => each.isFile() && !each.parentPath.endsWith('logs'))
  expect(files.map(({ name }) => name)).toContain('history.db')
  for (const { parentPath, name } of files) {
    expect(found(await readFile(join(parentPath, name), 'latin1')), name).toEqual([])
  }
})

test('scenarios that only a secret told apart are still two', async () => {
  const run = JSON.parse(printed['again']?.stdout ?? '') as Run
  expect(run.results.map(({ scenario }) => scenario.key)).toEqual([
    'call https://***@api/x?token=*** [token=*** size=1]',
    'call https://***@api/x?token=*** [token=*** size=1] (2)',
  ])
  expect(run.revision?.subject).toBe('Deploy: password=***')
  expect(run.labels).toEqual({ deploy_token: '***', 'x-tenant': '***', from: 'redis://***@cache' })
})

test('of a foreign record, what is imported holds none', async () => {
  const [result] = sampleRun().results
  if (result === undefined) throw new Error('no result')
  const foreign: Run = {
    ...sampleRun({ note: 'PGPASSWORD=hunter2note psql', labels: { apiKey: 'hunter2label' } }),
    results: [
      {
        ...result,
        notes: [{ code: 'NOTE', message: 'see redis://:hunter2message@cache' }],
        errors: [{ code: 'THREW', count: 1, example: 'with Bearer hunter2example' }],
      },
    ],
  }
  const there = await tempDir()
  await writeFile(join(there, 'foreign.json'), JSON.stringify(foreign))
  const done = await plimsoll(there, ['import', 'foreign.json'])
  const exported = await plimsoll(there, ['export', foreign.id, '--out', 'own.json'])
  expect([done.code, exported.code], done.stderr + exported.stderr).toEqual([0, 0])
  const text = await readFile(join(there, 'own.json'), 'utf8')
  expect(found(text)).toEqual([])
  expect(JSON.parse(text)).toMatchObject({ note: 'PGPASSWORD=*** psql', labels: { apiKey: '***' } })
  // What plimsoll itself wrote comes back as it was: importing it again is harmless.
  const again = await plimsoll(there, ['import', 'own.json', 'foreign.json', '--json'])
  expect(JSON.parse(again.stdout)).toEqual({ added: [], existing: [foreign.id, foreign.id] })
})
