import type { AddressInfo } from 'node:net'
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { describe, expect, onTestFinished, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { type PagesOptions, plimsollPages } from '../../src/serve.ts'
import { freshProject } from '../support/folders.ts'
import { ask, codeOf, documents, feed, sendRaw, watch } from './serve-rig.ts'

/** The pages inside a team's own service, which knows itself who may see them. Needs the built pages. */

const ADMIN = { authorization: 'Basic YWRtaW46b3Blbg==' }

/** A service with a page of its own, and a room that only admins may enter. */
async function service(options: PagesOptions, prefix = '/admin/perf'): Promise<number> {
  const app = fastify()
  app.get('/', async () => 'the shop')
  await app.register(async (room) => {
    room.addHook('onRequest', async (request, reply) => {
      if (request.headers.authorization === ADMIN.authorization) return undefined
      return reply.code(401).send({ who: 'are you?' })
    })
    await room.register(plimsollPages, { ...options, prefix })
  })
  return begin(app)
}

const refuse = async (_: unknown, reply: FastifyReply): Promise<FastifyReply> =>
  reply.code(403).send('for admins')

async function begin(app: FastifyInstance): Promise<number> {
  onTestFinished(() => app.close())
  await app.listen({ host: '127.0.0.1', port: 0 })
  return (app.server.address() as AddressInfo).port
}

describe('mounted below a prefix', () => {
  test('pages, files and API are there, all relative to it', async () => {
    const port = await service({ documents, feed })
    const headers = ADMIN
    const bare = await ask(port, '/admin/perf', { headers })
    expect([bare.status, bare.headers['location']]).toEqual([308, './perf/'])
    const page = await ask(port, '/admin/perf/', { headers })
    expect(page).toMatchObject({ status: 200 })
    const [, script = ''] = /src="\.\/(assets\/[\w.-]+\.js)"/.exec(page.body) ?? []
    expect(page.body).not.toMatch(/(?:src|href)="\//)
    expect(page.body).not.toContain('data-session')
    expect(await ask(port, `/admin/perf/${script}`, { headers })).toMatchObject({ status: 200 })
    const project = await ask(port, '/admin/perf/api/v1/project', { headers })
    expect(JSON.parse(project.body)).toMatchObject({ name: 'rig' })
    const api = await ask(port, '/admin/perf/api/v1/openapi.json', { headers })
    expect(JSON.parse(api.body)).toMatchObject({ openapi: '3.1.1', servers: [{ url: '.' }] })
    const missing = await ask(port, '/admin/perf/login', { headers })
    expect([missing.status, codeOf(missing)]).toEqual([404, 'NOT_FOUND'])
    const posted = await ask(port, '/admin/perf/api/v1/runs', { method: 'POST', headers })
    expect([posted.status, codeOf(posted)]).toEqual([405, 'READING_ONLY'])
  })

  test('the application asks who comes, for the WebSocket too', async () => {
    const port = await service({ documents, feed })
    for (const path of ['/admin/perf/', '/admin/perf/api/v1/project', '/admin/perf/assets/x.js']) {
      const answer = await ask(port, path)
      expect([answer.status, answer.body], path).toEqual([401, '{"who":"are you?"}'])
    }
    const live = '/admin/perf/api/v1/live'
    expect(await watch(port, {}, live).begun).toBe(401)
    expect(await watch(port, ADMIN, live).begun).toMatch(/^\{"kind":"state"/)
    expect(await watch(port, { ...ADMIN, origin: 'https://evil.example' }, live).begun).toBe(401)
    const own = { ...ADMIN, origin: `http://127.0.0.1:${port}` }
    expect(await watch(port, own, live).begun).toMatch(/^\{"kind":"state"/)
    // No WebSocket of ours: what it is besides.
    expect(await watch(port, ADMIN, '/').begun).toBe(200)
    expect(await watch(port, ADMIN, '/nothing').begun).toBe(404)
  })

  test.each<[string, (app: FastifyInstance) => Promise<void>]>([
    [
      'of every route',
      async (app) => {
        app.addHook('onRoute', (route) => {
          route.preHandler = [refuse]
        })
        await app.register(plimsollPages, { documents, prefix: '/perf' })
      },
    ],
    [
      'added behind the pages',
      async (app) => {
        await app.register(plimsollPages, { documents, prefix: '/perf' })
        app.addHook('preHandler', refuse)
      },
    ],
  ])('a hook %s is asked for the WebSocket, too', async (_, mount) => {
    const app = fastify()
    await mount(app)
    const port = await begin(app)
    expect(await ask(port, '/perf/api/v1/live')).toMatchObject({ status: 403 })
    expect(await watch(port, {}, '/perf/api/v1/live').begun).toBe(401)
  })

  test.each([{}, { path: '/own' }])('beside a WebSocket of the application: %j', async (place) => {
    const app = fastify()
    const own = new WebSocketServer({ server: app.server, ...place })
    onTestFinished(() => own.close())
    own.on('connection', (socket) => socket.send('the application’s'))
    await app.register(plimsollPages, { documents, prefix: '/perf' })
    const port = await begin(app)
    expect(await watch(port, {}, '/own').begun).toBe('the application’s')
    expect(await watch(port, {}, '/perf/api/v1/live').begun).toMatch(/^\{"kind":"state"/)
  })

  test('twice, each has its WebSocket, and nobody’s is answered', async () => {
    const app = fastify()
    await app.register(plimsollPages, { documents, prefix: '/perf' })
    await app.register(plimsollPages, { documents, prefix: '/other' })
    const port = await begin(app)
    for (const prefix of ['/perf', '/other']) {
      expect(await watch(port, {}, `${prefix}/api/v1/live`).begun).toMatch(/^\{"kind":"state"/)
    }
    expect(await watch(port, {}, '/nothing').begun).toBe(404)
  })

  test('what is the application’s own stays as it is', async () => {
    const port = await service({ documents, feed })
    const { status, body, headers } = await ask(port, '/')
    expect({ status, body, policy: headers['content-security-policy'] }).toEqual({
      status: 200,
      body: 'the shop',
      policy: undefined,
    })
    const missing = await ask(port, '/nothing')
    expect(JSON.parse(missing.body)).toMatchObject({ error: 'Not Found' })
    expect(await ask(port, '/', { headers: { origin: 'https://evil.example' } })).toMatchObject({
      status: 200,
    })
    // As Java's client asks, and curl --http2.
    const offer =
      'Connection: close, Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA'
    const offered = await sendRaw(port, `GET / HTTP/1.1\r\nHost: x\r\n${offer}\r\n\r\n`)
    expect(offered).toMatch(/^HTTP\/1.1 200 [^]*the shop$/)
  })

  test('pages of an address that a proxy changes are known by it', async () => {
    const port = await service({ documents, feed, origins: ['https://admin.example'] })
    const path = '/admin/perf/api/v1/live'
    const headers = { ...ADMIN, origin: 'https://admin.example' }
    expect(await watch(port, headers, path).begun).toMatch(/^\{"kind":"state"/)
    const other = { ...ADMIN, origin: `http://127.0.0.1:${port}` }
    expect(await watch(port, other, path).begun).toBe(401)
  })

  test('at the root, and with a prefix that ends with a slash', async () => {
    for (const [prefix, live] of [
      ['/', '/api/v1/live'],
      ['/perf/', '/perf/api/v1/live'],
    ] as const) {
      const app = fastify()
      await app.register(plimsollPages, { documents, prefix })
      const port = await begin(app)
      expect(await ask(port, prefix)).toMatchObject({ status: 200 })
      expect(await ask(port, live)).toMatchObject({ status: 200 })
      expect(await watch(port, {}, live).begun).toMatch(/^\{"kind":"state"/)
    }
  })
})

test('a project is opened by its folder, and closed with the application', async () => {
  const cwd = await freshProject()
  const app = fastify()
  await app.register(plimsollPages, { cwd, prefix: '/perf' })
  const port = await begin(app)
  const runs = await ask(port, '/perf/api/v1/runs')
  expect(JSON.parse(runs.body)).toEqual({ schema: 'plimsoll/runs@1', runs: [], next: null })
  await app.close()
  const wrong = fastify()
  onTestFinished(() => wrong.close())
  const settings = { store: 'mysql://db' }
  await expect(wrong.register(plimsollPages, { cwd, settings })).rejects.toMatchObject({
    code: 'STORE_URL',
  })
})
