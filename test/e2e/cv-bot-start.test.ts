import { setupArguments } from '../../src/measure/setup-arguments.ts'
import { connect } from 'node:net'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import * as pipeline from '../../examples/cv-bot/perf/pipeline.perf.ts'
import type { PrivateServer } from '../../src/harness.ts'
import { createRandom } from '../../src/kernel/random.ts'
import { readRun } from '../../src/model/read.ts'
import { isScenario, type Scenario } from '../../src/model/scenario.ts'
import { tempDir } from '../support/folders.ts'
import { runProcess, type RunningProcess, startProcess } from '../support/process.ts'
import { queryOnce, startPostgres, type TestPostgres } from '../support/services/postgres.ts'
import { startRedis } from '../support/services/redis.ts'
import { Client, eventually, UNLIMITED } from './cv-bot-rig.ts'
import { blocksOf, readPages } from './docs-pages.ts'

/** The example bot as its README starts it and measures it: every block of that page is carried out here. */

let redis: PrivateServer
let postgres: TestPostgres
beforeAll(async () => {
  ;[redis, postgres] = await Promise.all([startRedis(), startPostgres()])
})
afterAll(async () => {
  await Promise.all([redis[Symbol.asyncDispose](), postgres[Symbol.asyncDispose]()])
})

const [page] = readPages('examples/cv-bot/README.md')
const blocks = page === undefined ? [] : blocksOf(page)
const [, onItsOwn = '', withServices = '', client = '', answers = ''] = blocks.map(
  ({ text }) => text,
)
const bench = blocks.find(({ text }) => text.startsWith('$ npm run plimsoll -- run'))?.text ?? ''

test('these are the blocks of the page, and no command is left out', () => {
  const kinds = ['text', 'console', 'console', 'ts', 'text', 'console']
  expect(blocks.slice(0, kinds.length).map(({ kind }) => kind)).toEqual(kinds)
  const known = /^\$ (?:\S+=\S+ )*npm run (?:cv-bot$|cv-bot:load -- |plimsoll -- run )/m
  const commands = blocks.filter(({ kind }) => kind === 'console')
  expect(commands.filter(({ text }) => !known.test(text))).toEqual([])
})

test('the configuration that the page shows is the one there is', async () => {
  const shown = blocks.findLast(({ kind }) => kind === 'ts')?.text ?? ''
  expect(await readFile('examples/cv-bot/plimsoll.config.ts', 'utf8')).toContain(shown)
})

test('what the page shows for CI is a workflow', () => {
  const workflow = blocks.find(({ kind }) => kind === 'yaml')?.text ?? ''
  const { jobs } = parseYaml(workflow) as { readonly jobs: { readonly load: object } }
  expect(Object.keys(jobs.load)).toContain('steps')
})

const MAIN = 'examples/cv-bot/src/main.ts'
const READY = /^chat .*\n/m
const START = { PORT: '0', OSC_PORT: '9', CV_BOT_PREFIX: 'start:' }

/** The command of a console block. */
const commandOf = (block: string): string => /^\$ (.+)$/m.exec(block)?.[1] ?? 'false'

/** The first word of each line that a block shows. */
const wordsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^(\w+) {2,}\S/gm)].map(([, word = '']) => word)

const portsIn = (output: string): readonly number[] =>
  [...output.matchAll(/@?127\.0\.0\.1:(\d+)/g)].map(([, port]) => Number(port))

/** `exec`, so that signals reach the bot and not a shell. */
const start = (command: string, env: Readonly<Record<string, string>> = {}): RunningProcess =>
  startProcess('/bin/sh', ['-c', `exec env ${command}`], { env: { ...START, ...env } })

/** Without the npm before it, which has an exit code of its own. */
const direct = (command: string): string => command.replace('npm run cv-bot', `node ${MAIN}`)

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

describe('the start command', () => {
  test('finds no services, starts private ones, and ends them with itself', async () => {
    await using bot = start(commandOf(onItsOwn))
    await bot.until(READY)
    expect(wordsOf(bot.output())).toEqual(wordsOf(onItsOwn))
    const [redisPort = 0, postgresPort = 0, , , port = 0] = portsIn(bot.output())
    expect(await Promise.all([redisPort, postgresPort, port].map(isOpen))).toEqual([
      true,
      true,
      true,
    ])

    const script = client.replace('127.0.0.1:8787', `127.0.0.1:${port}`)
    const said = await runProcess(process.execPath, ['--input-type=module-typescript', '-'], {
      input: script,
    })
    expect(said).toMatchObject({ code: 0, stdout: answers })

    // npm alone: it tells the shell between them, which ends without a word.
    bot.kill('SIGTERM')
    await bot.until(/nothing is lost/)
    await eventually(
      async () => !(await Promise.all([redisPort, postgresPort, port].map(isOpen))).includes(true),
    )
  })

  test('leaves no private service behind when it is killed', async () => {
    await using bot = start(direct(commandOf(onItsOwn)))
    await bot.until(READY)
    const services = portsIn(bot.output()).slice(0, 2)
    bot.kill('SIGKILL')
    await eventually(async () => !(await Promise.all(services.map(isOpen))).includes(true))
    expect(services).toHaveLength(2)
  })

  test('uses the services that are named, and writes the history before it ends', async () => {
    const named = direct(commandOf(withServices))
      .replace(/(?<=REDIS_URL=)\S+/, redis.url)
      .replace(/(?<=DATABASE_URL=)\S+/, `'${postgres.url}'`)
    await using bot = start(named, UNLIMITED)
    await bot.until(READY)
    expect(wordsOf(bot.output())).toEqual(wordsOf(withServices))
    expect(bot.output()).toContain('(REDIS_URL)')
    expect(bot.output()).not.toContain(encodeURIComponent('se/cr:et@1'))
    using ada = await Client.connect(portsIn(bot.output()).at(-1) ?? 0)
    const ids = Array.from({ length: 60 }, () => ada.send('!cv 1 1'))
    await Promise.all(ids.map((id) => ada.answerTo(id)))
    bot.kill('SIGTERM')
    expect(await bot.ended).toMatchObject({ code: 0, stderr: '' })
    const rows = await queryOnce(postgres.url, `select * from cv_history where space = 'start:'`)
    expect(rows).toHaveLength(60)
  })

  test('ends in time though PostgreSQL is frozen, and says what is lost', async () => {
    const env = { REDIS_URL: redis.url, DATABASE_URL: postgres.url, CV_BOT_PREFIX: 'frozen:' }
    const brief = { CV_BOT_POSTGRES_TIMEOUT_MS: '300', CV_BOT_DRAIN_MS: '300' }
    await using bot = start(`node ${MAIN}`, { ...env, ...brief })
    await bot.until(READY)
    using ada = await Client.connect(portsIn(bot.output()).at(-1) ?? 0)
    onTestFinished(() => postgres.service.signal('SIGCONT'))
    await postgres.service.signal('SIGSTOP')
    expect(await ada.say('!cv 1 1')).toMatchObject({ status: 'accepted' })
    bot.kill('SIGTERM')
    expect(await bot.ended).toMatchObject({
      code: 1,
      stderr: 'cv-bot: 1 rows of the history could not be written\n',
    })
  })

  test('names every setting that is wrong, and starts nothing', async () => {
    const wrong = { PORT: 'http', OSC_PORT: '0', CV_BOT_PREFIX: 'a b', CV_BOT_USER_RATE: '1.5' }
    const { code, stdout, stderr } = await start(`node ${MAIN}`, wrong).ended
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    for (const name of Object.keys(wrong)) expect(stderr).toContain(name)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })

  test.each([
    ['REDIS_URL', 'redis://127.0.0.1:1', `Redis can't be reached`],
    ['DATABASE_URL', 'postgres://127.0.0.1:1/x', `PostgreSQL can't be used`],
  ])('says in a line that %s leads nowhere', async (variable, url, message) => {
    const env = { REDIS_URL: redis.url, DATABASE_URL: postgres.url, [variable]: url }
    const { code, stderr } = await start(`node ${MAIN}`, env).ended
    expect(code).toBe(1)
    expect(stderr).toMatch(new RegExp(`^cv-bot: ${message}: .+\n$`))
  })
})

test('without redis-server on the PATH it says what to do', async () => {
  const env = { DATABASE_URL: postgres.url, PATH: '/nowhere' }
  const bot = startProcess(process.execPath, [MAIN], { env: { ...START, ...env } })
  expect(await bot.ended).toMatchObject({
    code: 1,
    stderr:
      "cv-bot: private services can't be started: there is no redis-server on the PATH: install Redis, or set REDIS_URL\n",
  })
})

describe('the perf files', () => {
  const scenarios = Object.values(pipeline).filter(isScenario)

  test('are measured as the page says', async () => {
    const result = await runProcess('/bin/sh', ['-c', `${commandOf(bench)} --json`], {
      env: {
        ...{ REDIS_URL: redis.url, DATABASE_URL: postgres.url },
        ...{ PLIMSOLL_LAUNCHES: '1', PLIMSOLL_TIME: '100', PLIMSOLL_WARM_UP: '50' },
        PLIMSOLL_STORE: `sqlite:${join(await tempDir(), 'history.db')}`,
      },
    })
    const run = readRun(JSON.parse(result.stdout.slice(result.stdout.indexOf('{'))))
    expect(run.results.map(({ scenario, status }) => [scenario.name, status])).toEqual(
      scenarios.map(({ name }) => [name, 'ok']),
    )
    // What a scenario wrote it removed again.
    const rows = await queryOnce(postgres.url, `select * from cv_history where space like 'perf-%'`)
    expect(rows).toEqual([])
  })

  test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
    '%s goes through exactly the stages it has budgets for',
    async (_, scenario) => {
      expect(await stagesOf(scenario)).toEqual(new Set(Object.keys(scenario.budget.stages ?? {})))
    },
  )
})

/** Enough iterations for every kind of input. */
const ITERATIONS = 100

async function stagesOf(scenario: Scenario): Promise<ReadonlySet<string>> {
  const stages = new Set<string>()
  const stage = <T>(name: string, part: () => T): T => {
    stages.add(name)
    return part()
  }
  const metrics = Object.fromEntries(Object.keys(scenario.metrics).map((name) => [name, () => {}]))
  const random = createRandom(1)
  const env = { REDIS_URL: redis.url, DATABASE_URL: postgres.url }
  const ctx = await scenario.setup?.(
    setupArguments({ env, params: {}, random, launch: 0 }, undefined),
  )
  const draw = await scenario.feed?.open(random)
  try {
    for (let count = 0; count < ITERATIONS; count++) {
      await scenario.run({ ctx, input: draw?.(), params: {}, stage, metrics })
    }
  } finally {
    await scenario.teardown?.({ ctx, params: {} })
  }
  return stages
}
