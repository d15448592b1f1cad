import { once } from 'node:events'
import { createServer } from 'node:net'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  type ResourceSample,
  resourceObstacle,
  type Service,
  type ServiceDeath,
  type ServiceOptions,
  type ServicePlan,
  startService,
  startServices,
  watchResources,
} from '../../src/harness.ts'
import { tempDir } from '../support/folders.ts'
import { goes, isThere } from '../support/pids.ts'
import { refusalOf } from '../support/refusal.ts'

/** A service whose code is given, as CommonJS. */
const planOf = (code: string, others: Partial<ServicePlan> = {}): ServicePlan => ({
  name: 'api',
  command: process.execPath,
  args: ['-e', code],
  ...others,
})

/** Starts a service that is stopped when the test that called this ends. */
async function start(plan: ServicePlan, options: ServiceOptions = {}): Promise<Service> {
  const service = await startService(plan, options)
  onTestFinished(() => service[Symbol.asyncDispose]())
  return service
}

const LISTEN = "require('node:http').createServer((_, r) => r.end('here')).listen(process.env.PORT)"
const STAY = 'setInterval(() => {}, 1000);'
const FROZEN = 'for (;;);'
const UP = { kind: 'log', pattern: /^up/ } as const

describe('ready', () => {
  test('when its port accepts connections, and it is told the port', async () => {
    const service = await start(planOf(LISTEN))
    expect(await (await fetch(service.url())).text()).toBe('here')
    expect(service.url()).toBe(`http://127.0.0.1:${service.ports['main']}`)
  })

  test('when it answers with the status', async () => {
    const code = `let asked = 0
      require('node:http').createServer((request, answer) => {
        answer.statusCode = request.url === '/ready' && ++asked > 3 ? 204 : 503
        answer.end(String(asked))
      }).listen(Number(process.argv[1]))`
    const service = await start({
      ...planOf(code),
      args: ['-e', code, '{port.web}'],
      ports: { admin: { env: 'ADMIN_PORT' }, web: {} },
      ready: { kind: 'http', port: 'web', path: '/ready', status: 204 },
    })
    expect(await (await fetch(service.url('web'))).text()).toBe('4')
    await expect(async () => service.url('other')).rejects.toMatchObject({
      code: 'SERVICE_PORT_UNKNOWN',
      hint: 'its ports: admin, web',
    })
  })

  test('when a line says so', async () => {
    const service = await start(planOf(`${STAY} console.error('up at last')`, { ready: UP }))
    expect(service.lines()).toEqual(['up at last'])
  })
})

describe('not to be had', () => {
  test('a command that does not exist', async () => {
    const error = await refusalOf(() => startService({ name: 'api', command: 'no-such-program' }))
    expect(error).toMatchObject({
      code: 'TARGET_COMMAND_NOT_FOUND',
      exitCode: 4,
      message: 'api: there is no command no-such-program',
    })
  })

  test.skipIf(process.platform === 'win32')('a command that is no program', async () => {
    const file = join(await tempDir(), 'text')
    await writeFile(file, 'no program')
    const error = await refusalOf(() => startService({ name: 'api', command: file }))
    expect(error).toMatchObject({ code: 'TARGET_NOT_STARTED', exitCode: 4 })
    expect(error.hint).toContain('executable')
  })

  test('a folder that does not exist', async () => {
    const error = await refusalOf(() => startService(planOf(STAY, { cwd: '/no/such/folder' })))
    expect(error).toMatchObject({ code: 'TARGET_FOLDER_MISSING', exitCode: 4 })
  })

  test('a port that is in use', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const address = server.address()
    const fixed = typeof address === 'object' ? Number(address?.port) : 0
    const asked = await refusalOf(() =>
      startService(planOf(LISTEN, { ports: { main: { fixed } } })),
    )
    expect(asked).toMatchObject({ code: 'TARGET_PORT_IN_USE', exitCode: 4 })
    const ignores = `require('node:http').createServer().listen(${fixed}, '127.0.0.1')`
    const itsOwn = await refusalOf(() => startService(planOf(ignores)))
    expect(itsOwn).toMatchObject({ code: 'TARGET_PORT_IN_USE', exitCode: 4 })
    expect(itsOwn.hint).toContain('{port}')
  })

  test('one that dies at once, with what it wrote last', async () => {
    const code = "console.log('PASSWORD=hidden'); console.error('no database'); process.exit(3)"
    const error = await refusalOf(() => startService(planOf(code)))
    expect(error).toMatchObject({
      code: 'TARGET_DIED',
      exitCode: 4,
      message: 'api: it ended with exit code 3 before it was ready',
    })
    expect([...error.problems].sort()).toEqual(['PASSWORD=***', 'no database'])
  })

  test('one that is never ready; it does not go on', async () => {
    const code = `${STAY} process.on('SIGTERM', () => {}); console.log('waiting', process.pid)`
    const error = await refusalOf(() => startService(planOf(code, { readyTimeoutMs: 1_000 })))
    expect(error).toMatchObject({
      code: 'TARGET_NOT_READY',
      exitCode: 4,
      message:
        'api: it was not ready after 1 s: it accepted no connection on its port at 127.0.0.1',
    })
    const [said = ''] = error.problems
    expect(isThere(Number(said.split(' ')[1]))).toBe(false)
  })

  test('one that answers, and never as is waited for', async () => {
    const answer = '(request, response) => { response.statusCode = 503; response.end() }'
    const code = `require('node:http').createServer(${answer}).listen(process.env.PORT, '127.0.0.1')`
    const ready = { kind: 'http', path: '/ready' } as const
    const error = await refusalOf(() =>
      startService(planOf(code, { ready, readyTimeoutMs: 1_500 })),
    )
    expect(error.message).toBe(
      'api: it was not ready after 1.5 s: it answered GET /ready with 503, and not with 200',
    )
  })

  test('one that puts itself into the background', async () => {
    const error = await refusalOf(() => startService(planOf('process.exit(0)')))
    expect(error).toMatchObject({ code: 'TARGET_DIED', exitCode: 4 })
    expect(error.hint).toContain('foreground')
  })

  test('nor when it is not wanted any more', async () => {
    const stop = new AbortController()
    const starting = startService(planOf(STAY), { signal: stop.signal })
    stop.abort(new Error('changed my mind'))
    await expect(starting).rejects.toThrow('changed my mind')
  })
})

describe('watched', () => {
  test('its death is told, with how and what it wrote last', async () => {
    const { promise, resolve } = Promise.withResolvers<ServiceDeath>()
    const code = `process.on('SIGUSR2', () => { console.log('out of memory'); process.exit(9) })
      ${STAY} console.log('up')`
    const service = await start(planOf(code, { ready: UP }), { onDeath: resolve })
    process.kill(service.pid, 'SIGUSR2')
    expect(await promise).toEqual({
      name: 'api',
      code: 9,
      signal: null,
      killed: false,
      atNs: expect.any(Number),
      lastLines: ['up', 'out of memory'],
    })
  })

  test('one that was stopped has not died', async () => {
    let deaths = 0
    const plan = planOf(`${STAY} console.log('up')`, { ready: UP })
    const service = await start(plan, { onDeath: () => deaths++ })
    expect(await service.stop()).toEqual({ code: null, signal: 'SIGTERM', killed: false })
    expect(deaths).toBe(0)
    expect(await service.ended).toBe(await service.kill())
  })

  test('a signal of ours ends it', async () => {
    const stop = new AbortController()
    const plan = planOf(`${STAY} console.log('up')`, { ready: UP })
    const service = await start(plan, { signal: stop.signal })
    stop.abort()
    expect((await service.ended).signal).toBe('SIGTERM')
  })
})

/** Starts a child by the code, beside a service; its id is the last line. */
const withChild = (code: string, options = '{}'): string => `
  const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(code)}],
    { stdio: ['ignore', 'pipe', 'inherit'], ...${options} })
  child.stdout.once('data', () => console.log('up', child.pid))
  ${STAY}`

/** The id that a service wrote. */
const childOf = (service: Service): number => Number(service.lines().at(-1)?.split(' ')[1])

describe.skipIf(process.platform === 'win32')('stopped', () => {
  test('by itself, when it does as it is asked', async () => {
    const code = `process.on('SIGTERM', () => { console.log('closed'); process.exit(0) })
      ${STAY} console.log('up')`
    const service = await start(planOf(code, { ready: UP }))
    expect(await service.stop()).toEqual({ code: 0, signal: null, killed: false })
    expect(service.lines()).toEqual(['up', 'closed'])
  })

  test('by force, when it does not', async () => {
    const code = `process.on('SIGTERM', () => {}); console.log('up'); ${FROZEN}`
    const service = await start(planOf(code, { ready: UP, stopGraceMs: 100 }))
    expect(await service.stop()).toEqual({ code: null, signal: 'SIGKILL', killed: true })
  })

  test('with what it started, which has the same time to close', async () => {
    const child = `process.on('SIGTERM', () => setTimeout(() => {
        require('node:fs').writeSync(2, 'child closed\\n'); process.exit() }, 100))
      ${STAY} console.log('up')`
    const service = await start(planOf(withChild(child), { ready: UP }))
    expect(isThere(childOf(service))).toBe(true)
    expect(await service.stop()).toMatchObject({ signal: 'SIGTERM', killed: false })
    expect(isThere(childOf(service))).toBe(false)
    expect(service.lines().at(-1)).toBe('child closed')
  })

  test.runIf(process.platform === 'linux')('with what it gave a session of its own', async () => {
    const code = withChild(`console.log('up'); ${FROZEN}`, '{ detached: true }')
    const service = await start(planOf(code, { ready: UP, stopGraceMs: 200 }))
    await service.stop()
    expect(isThere(childOf(service))).toBe(false)
  })

  test('when it dies, what it started does not stay', async () => {
    const code = withChild(`console.log('up'); ${STAY}`)
    const service = await start(planOf(code, { ready: UP }))
    process.kill(service.pid, 'SIGKILL')
    expect(await service.ended).toMatchObject({ signal: 'SIGKILL', killed: false })
    expect(isThere(childOf(service))).toBe(false)
  })

  test('also while it is frozen', async () => {
    const code = `process.on('SIGTERM', () => process.exit(0)); ${STAY} console.log('up')`
    const service = await start(planOf(code, { ready: UP }))
    await service.signal('SIGSTOP')
    expect(await service.stop()).toEqual({ code: 0, signal: null, killed: false })
    // There is nobody left to be told.
    await service.signal('SIGCONT')
  })
})

describe('several instances', () => {
  test('have ports and numbers of their own', async () => {
    const code =
      "require('node:http').createServer((_, r) => r.end(process.argv[1])).listen(process.env.PORT)"
    const plan = { ...planOf(code), args: ['-e', code, 'number {instance}'] }
    await using services = await startServices(plan, 3)
    const answers = services.instances.map(async (one) => (await fetch(one.url())).text())
    expect(await Promise.all(answers)).toEqual(['number 0', 'number 1', 'number 2'])
    expect(services.instances.map(({ name }) => name)).toEqual(['api 1', 'api 2', 'api 3'])
  })

  test('are all there, or none is', async () => {
    const folder = await tempDir()
    const code = `require('node:fs').writeFileSync(process.argv[1], String(process.pid))
      if (process.argv[1] === '1') process.exit(5)
      ${LISTEN}`
    const plan = planOf(code, { cwd: folder })
    const error = await refusalOf(() =>
      startServices({ ...plan, args: ['-e', code, '{instance}'] }, 2),
    )
    expect(error.message).toBe('api 2: it ended with exit code 5 before it was ready')
    expect(await goes(Number(await readFile(join(folder, '0'), 'utf8')))).toBe(true)
  })
})

describe.skipIf(resourceObstacle() !== undefined)('resources', () => {
  /** The first sample that is as is asked. */
  function sampleOf(
    pid: number,
    isSo: (sample: ResourceSample) => boolean,
  ): Promise<ResourceSample> {
    const { promise, resolve } = Promise.withResolvers<ResourceSample>()
    const onSample = (sample: ResourceSample): void => {
      if (isSo(sample)) resolve(sample)
    }
    const watch = watchResources(pid, { everyMs: 100, onSample })
    onTestFinished(() => watch[Symbol.dispose]())
    return promise
  }

  test('of a service and what it started, together', async () => {
    const code = `${withChild(`console.log('up'); ${FROZEN}`)}
      const { createServer, connect } = require('node:net')
      const server = createServer().listen(process.env.PORT, () => {
        for (let i = 0; i < 20; i++) connect(process.env.PORT)
      })
      require('node:fs').openSync('/dev/null')`
    const service = await start(planOf(code, { ready: UP }))
    const busy = await sampleOf(service.pid, ({ cpuShare = 0, sockets = 0 }) => {
      return cpuShare > 0.1 && sockets > 40
    })
    expect(busy.processes).toBe(2)
    expect(busy.descriptors).toBeGreaterThan(busy.sockets ?? Infinity)
    expect(busy.threads).toBeGreaterThan(2)
    expect(busy.rssBytes).toBeGreaterThan(40e6)
    const first = await sampleOf(service.pid, () => true)
    expect(first).not.toHaveProperty('cpuShare')
    expect(first.pssBytes).toBeGreaterThan(10e6)
    expect(first.pssBytes).toBeLessThan(first.rssBytes)
  })

  test('many descriptors are counted each time, and looked at seldom', async () => {
    const code = `const { openSync } = require('node:fs')
      for (let i = 0; i < 1100; i++) openSync('/dev/null')
      ${STAY} console.log('up')`
    const service = await start(planOf(code, { ready: UP }))
    const samples: ResourceSample[] = []
    const { promise, resolve } = Promise.withResolvers<void>()
    using _ = watchResources(service.pid, {
      everyMs: 10,
      onSample: (sample) => {
        if (samples.push(sample) === 11) resolve()
      },
    })
    await promise
    expect(samples.every(({ descriptors = 0 }) => descriptors > 1100)).toBe(true)
    const looked = samples.map((sample) => 'sockets' in sample)
    expect(looked.flatMap((isSo, index) => (isSo ? [index] : []))).toEqual([0, 10])
  })

  test('end when the process does', async () => {
    const service = await start(planOf(`${STAY} console.log('up')`, { ready: UP }))
    await service.kill()
    let samples = 0
    using _ = watchResources(service.pid, { onSample: () => samples++ })
    expect(samples).toBe(0)
  })
})

test('other systems are told that nothing can be read', () => {
  expect(resourceObstacle('linux')).toBeUndefined()
  expect(resourceObstacle('darwin')).toContain('/proc, which darwin does not have')
})
