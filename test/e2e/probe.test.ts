import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { probeListener } from '../../src/harness.ts'
import { freshProject, tempDir, writeFiles } from '../support/folders.ts'
import { runProcess, startProcess } from '../support/process.ts'
import {
  listen,
  nowNs,
  readingsNow,
  startProbed,
  startProbedService,
  valuesOf,
} from './probe-rig.ts'

const STAY = 'setInterval(() => {}, 1000)'

describe('seen from inside', () => {
  test('an idle process: its event loop, heap, handles and CPU, each with its unit', async () => {
    const listener = await listen()
    startProbed(listener, 'api', ['-e', `${STAY}; setInterval(() => {}, 100)`])
    const values = await valuesOf(listener, 'api', ({ eventLoopDelayP50Ms }) =>
      Number.isFinite(eventLoopDelayP50Ms),
    )
    expect(values['eventLoopUtilization']).toBeLessThan(0.9)
    expect(values['eventLoopDelayP50Ms']).toBeLessThanOrEqual(values['eventLoopDelayMaxMs'] ?? 0)
    expect(values['heapUsedBytes']).toBeGreaterThan(1e6)
    expect(values['heapTotalBytes']).toBeGreaterThan(values['heapUsedBytes'] ?? Infinity)
    expect(values['oldSpaceUsedBytes']).toBeGreaterThan(1e6)
    expect(values['heapLimitShare']).toBeLessThan(0.5)
    expect(values['activeHandles']).toBe(2)
    expect(values['cpuCores']).toBeLessThan(1)
    expect(values['gcCount']).toBeGreaterThanOrEqual(0)
    expect(Object.keys(values).filter((name) => /^(undici|pg|redis|http)/.test(name))).toEqual([])
  })

  test('a loop that was blocked, by how long', async () => {
    const listener = await listen()
    const block = 'const end = Date.now() + 700; while (Date.now() < end);'
    startProbed(listener, 'api', ['-e', `${STAY}; setTimeout(() => { ${block} }, 1500)`])
    const { eventLoopDelayMaxMs: maxMs } = await valuesOf(
      listener,
      'api',
      ({ eventLoopDelayMaxMs = 0 }) => eventLoopDelayMaxMs > 400,
    )
    expect(maxMs).toBeGreaterThan(650)
  })

  test('a loop that is blocked still: how long at least', async () => {
    const listener = await listen()
    const child = startProbed(listener, 'api', ['-e', `${STAY}; console.log('up')`])
    await child.until(/up/)
    await valuesOf(listener, 'api', () => true)
    child.kill('SIGSTOP')
    const values = await valuesOf(
      listener,
      'api',
      ({ eventLoopDelayMaxMs = 0 }) => eventLoopDelayMaxMs > 2_000,
    )
    expect(values['eventLoopDelayMaxMs']).toBeLessThan(20_000)
    child.kill('SIGCONT')
  })

  test('garbage collection, and a heap that grows', async () => {
    const listener = await listen()
    const code = `const kept = []; setInterval(() => {
      for (let i = 0; i < 20_000; i++) kept.push({ i })
      for (let i = 0; i < 300_000; i++) ({ i, text: String(i) })
    }, 20)`
    startProbed(listener, 'api', ['-e', code])
    const before = await valuesOf(listener, 'api', ({ gcCount = 0 }) => gcCount > 2)
    expect(before['gcMs']).toBeGreaterThan(0)
    expect(before['gcMaxMs']).toBeGreaterThan(0)
    const grown = (before['oldSpaceUsedBytes'] ?? 0) + 10e6
    await valuesOf(listener, 'api', ({ oldSpaceUsedBytes = 0 }) => oldSpaceUsedBytes > grown)
  })

  test('all processes of an instance together; threads are not looked into', async () => {
    const listener = await listen()
    const code = `const cluster = require('node:cluster')
      if (cluster.isPrimary) for (let i = 0; i < 2; i++) cluster.fork()
      else new (require('node:worker_threads').Worker)('${STAY}', { eval: true })
      setInterval(() => {}, 100)`
    const file = join(await tempDir(), 'cluster.cjs')
    await writeFiles(join(file, '..'), { 'cluster.cjs': code })
    startProbed(listener, 'api', [file])
    startProbed(listener, 'api 2', ['-e', STAY])
    // The primary has its interval and its two workers' channels and handles, each worker an interval, a channel, a thread.
    await valuesOf(listener, 'api', ({ activeHandles = 0 }) => activeHandles >= 7)
    const alone = await valuesOf(listener, 'api 2', () => true)
    const together = await valuesOf(listener, 'api', () => true)
    expect(together['heapUsedBytes']).toBeGreaterThan(2 * (alone['heapUsedBytes'] ?? Infinity))
  })

  test('requests that a service makes: undici’s, those of fetch, and those of node:http', async () => {
    const listener = await listen()
    const code = `const http = require('node:http')
      const server = http.createServer((request, answer) => {
        if (request.url === '/slow') setTimeout(() => answer.end('done'), 50)
        else answer.end('here')
      }).listen(process.env.PORT, '127.0.0.1', () => {
        const url = 'http://127.0.0.1:' + process.env.PORT + '/slow'
        setInterval(() => { fetch(url).then((answer) => answer.text()) }, 20)
        setInterval(() => { fetch('http://127.0.0.1:20000/').catch(() => {}) }, 100)
        setInterval(() => { http.get(url, (answer) => answer.resume()) }, 50)
      })`
    await startProbedService(listener, code)
    const values = await valuesOf(
      listener,
      'api',
      ({
        undiciRequestsPerSecond = 0,
        httpClientRequestsPerSecond = 0,
        undiciErrorsPerSecond = 0,
      }) =>
        undiciRequestsPerSecond > 5 && httpClientRequestsPerSecond > 2 && undiciErrorsPerSecond > 1,
    )
    expect(values['undiciMaxMs']).toBeGreaterThanOrEqual(49)
    expect(values['undiciP99Ms']).toBeLessThanOrEqual(values['undiciMaxMs'] ?? 0)
    expect(values['httpClientMeanMs']).toBeGreaterThanOrEqual(49)
    expect(values['undiciInFlight']).toBeGreaterThan(0)
  })
})

describe('in nobody’s way', () => {
  const programs: readonly (readonly [string, string, string])[] = [
    ['one that ends by itself', 'a.cjs', "console.log('out'); console.error('err')"],
    ['one that exits', 'b.cjs', 'setTimeout(() => process.exit(7), 200)'],
    ['one that exits at once', 'c.mjs', 'process.exit(8)'],
    ['one that throws', 'd.cjs', "function fail() { throw new Error('no') }\nfail()"],
    ['one that throws later', 'e.cjs', "setTimeout(() => { throw new Error('no') }, 200)"],
    ['a module that throws', 'f.mjs', "throw new Error('no')"],
    ['one with an unhandled rejection', 'g.mjs', "void Promise.reject(new Error('no')); await 1"],
    ['one that does not parse', 'h.cjs', 'this is no program'],
    ['one that kills itself', 'i.cjs', "process.kill(process.pid, 'SIGKILL')"],
    [
      'one with hooks of its own',
      'j.cjs',
      `process.on('beforeExit', () => console.log('before'))
       process.on('exit', (code) => console.log('exit', code))
       setTimeout(() => console.log(process.getActiveResourcesInfo().length), 1200)`,
    ],
    [
      'one that starts another',
      'k.cjs',
      `const { spawnSync } = require('node:child_process')
       const { status, stdout } = spawnSync(process.execPath, ['-p', '1+1'])
       console.log(status, String(stdout))`,
    ],
  ]

  test.each(programs)('%s: the same output, the same end', async (_, name, code) => {
    const folder = await tempDir()
    await writeFiles(folder, { [name]: code })
    const listener = await listen()
    const run = (env: Readonly<Record<string, string>>): ReturnType<typeof runProcess> =>
      runProcess(process.execPath, [name], { cwd: folder, env })
    expect(await run(listener.env('api', ''))).toEqual(await run({}))
  })

  test('nor when nobody listens, or whoever listens is no listener', async () => {
    const stranger = createServer((socket) => {
      socket.on('error', () => {})
      socket.write(`${'9'.repeat(400)}\nnonsense\n-1\n1e300\n`)
      socket.once('data', () => socket.destroy())
    })
    const address = await serve(stranger, 'stranger')
    const listener = await listen()
    const code = "setTimeout(() => console.log('done'), 1500)"
    for (const PLIMSOLL_PROBE of [
      '',
      '#',
      '@nobody#key',
      '/no/such/place#key',
      `@${address}#key`,
    ]) {
      const env = { ...listener.env('api', ''), PLIMSOLL_PROBE }
      const result = await runProcess(process.execPath, ['-e', code], { env })
      expect(result).toMatchObject({ code: 0, stdout: 'done\n', stderr: '' })
    }
  })

  test('nor when the listener does not read', async () => {
    const address = await serve(createServer({ pauseOnConnect: true }), 'unread')
    const listener = await listen()
    const env = { ...listener.env('api', ''), PLIMSOLL_PROBE: `${address}#key` }
    const code = "setTimeout(() => console.log('done'), 1500)"
    const result = await runProcess(process.execPath, ['-e', code], { env })
    expect(result).toMatchObject({ code: 0, stdout: 'done\n', stderr: '' })
  })

  test('nor when the probe itself can’t be loaded', async () => {
    const listener = await listen()
    const env = { ...listener.env('api', ''), PLIMSOLL_PROBE_MODULE: '/no/such/module.js' }
    const result = await runProcess(process.execPath, ['-p', '1'], { env })
    expect(result).toMatchObject({ code: 0, stdout: '1\n', stderr: '' })
  })

  test('nor when the listener goes away', async () => {
    const listener = await probeListener()
    const child = startProbed(listener, 'api', [
      '-e',
      `${STAY}; process.on('SIGUSR2', () => { console.log('fine'); process.exit(5) })`,
    ])
    await valuesOf(listener, 'api', () => true)
    await listener[Symbol.asyncDispose]()
    child.kill('SIGUSR2')
    expect(await child.ended).toMatchObject({ code: 5, stdout: 'fine\n', stderr: '' })
  })

  test('it keeps the options that Node has already', async () => {
    const listener = await listen()
    const env = listener.env('api', '--title=told')
    const result = await runProcess(process.execPath, ['-p', 'process.title'], { env })
    expect(result.stdout).toBe('told\n')
  })
})

describe('the listener', () => {
  test('tells nothing of what has ended, and is told by its name', async () => {
    const listener = await listen()
    const child = startProbed(listener, 'api', ['-e', STAY])
    await valuesOf(listener, 'api', () => true)
    child.kill('SIGKILL')
    await child.ended
    const toNs = nowNs() + 60e9
    expect(listener.readings(toNs - 1e9, toNs)).toEqual([])
  })

  test('ignores whatever is no line of an instance that it knows', async () => {
    const listener = await listen()
    const [address = '', key = ''] = (listener.env('api', '')['PLIMSOLL_PROBE'] ?? '').split('#')
    const line = (others: object): string =>
      JSON.stringify({
        key,
        pid: 1,
        fromNs: nowNs() - 1e9,
        toNs: nowNs(),
        values: { a: 1 },
        ...others,
      })
    const code = `const [address, ...texts] = JSON.parse(process.argv[1])
      const socket = require('node:net').connect(address.replace('@', '\\0'), () => {
        for (const text of texts) socket.write(text + '\\n')
        socket.end()
      })
      socket.on('error', () => {})`
    const send = async (...texts: readonly string[]): Promise<void> => {
      const sent = JSON.stringify([address, ...texts])
      await runProcess(process.execPath, ['-e', code, sent])
    }
    await send('{', 'null', '[]', line({ values: { 'no name': 1 } }), line({ values: { a: 'b' } }))
    await send(
      line({ toNs: 0 }),
      line({ fromNs: null }),
      line({ values: null }),
      line({ pid: 'x' }),
    )
    await send(line({ key: 'another' }), line({ values: { stranger: 1 } }))
    await send('x'.repeat(100_000))
    expect(readingsNow(listener)).toEqual([])
    await send(line({ values: { known: 7 } }))
    await valuesOf(listener, 'api', ({ known }) => known === 7)
  })

  test.skipIf(process.platform === 'win32')('leaves nothing on the disk', async () => {
    const before = new Set(await readdir(tmpdir()))
    const listener = await listen()
    startProbed(listener, 'api', ['-e', STAY])
    await valuesOf(listener, 'api', () => true)
    await listener[Symbol.asyncDispose]()
    const added = (await readdir(tmpdir())).filter((name) => !before.has(name))
    expect(added.filter((name) => name.startsWith('plimsoll-probe'))).toEqual([])
  })
})

test('lines end where they are wanted', async () => {
  const listener = await listen()
  const told = Promise.withResolvers<readonly number[]>()
  const seen: number[] = []
  let wantedNs = 0
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.on('data', (bytes) => {
      const { toNs } = JSON.parse(String(bytes)) as { readonly toNs: number }
      // As far as can be from where its second line would end.
      if (wantedNs === 0) socket.write(`${(wantedNs = toNs + 0.5e9)}\n`)
      else seen.push(Math.abs((((((toNs - wantedNs) / 1e6 + 500) % 1000) + 1000) % 1000) - 500))
      if (seen.length === 4) told.resolve(seen)
    })
  })
  const address = await serve(server, 'wanted')
  await using _probed = startProcess(process.execPath, ['-e', STAY], {
    env: { ...listener.env('api', ''), PLIMSOLL_PROBE: `${address}#key` },
  })
  const offsMs = await told.promise
  expect(Math.min(...offsMs)).toBeLessThan(250)
})

describe('by hand', () => {
  test('--import plimsoll/probe', async () => {
    const listener = await listen()
    const project = await freshProject({ 'service.mjs': `setInterval(() => {}, 1000)` })
    const { PLIMSOLL_PROBE = '' } = listener.env('api', '')
    const conditions = '--conditions=plimsoll-source'
    await using child = startProcess(
      process.execPath,
      [conditions, '--import', 'plimsoll/probe', 'service.mjs'],
      { cwd: project, env: { PLIMSOLL_PROBE } },
    )
    const values = await valuesOf(listener, 'api', () => true)
    expect(values['heapUsedBytes']).toBeGreaterThan(0)
    child.kill('SIGKILL')
  })

  test('without a listener nothing is loaded', async () => {
    const code = `import 'plimsoll/probe'
      console.log(process.moduleLoadList.some((name) => /NativeModule perf_hooks/.test(name)))`
    const project = await freshProject({ 'service.mjs': code })
    const result = await runProcess(
      process.execPath,
      ['--conditions=plimsoll-source', 'service.mjs'],
      { cwd: project },
    )
    expect(result).toMatchObject({ code: 0, stderr: '' })
    expect(result.stdout).toBe('false\n')
  })
})

/** Has a server listen for probes, until the test that called this ends. @returns its address */
async function serve(server: Server, name: string): Promise<string> {
  const address = `plimsoll-test-${process.pid}-${name}`
  server.listen(`\0${address}`)
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `@${address}`
}
