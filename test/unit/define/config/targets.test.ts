import { describe, expect, test } from 'vitest'
import { configProblems } from '../../../../src/define/config/check.ts'
import { resolveTargets } from '../../../../src/define/config/resolve-targets.ts'

describe('targets of a configuration', () => {
  test('everything that is wrong is said at once', () => {
    const targets = {
      both: { url: 'http://127.0.0.1:3000', command: 'node' },
      neither: { instances: 2 },
      given: {
        url: ['http://127.0.0.1:3000', 'here'],
        instances: 3,
        servers: { REDIS_URL: 'redis', DATABASE_URL: 'mysql://u:hunter22@db' },
      },
      bot: {
        command: '',
        args: ['a', 7],
        env: { A: 1, B: undefined },
        preset: 'prod',
        ports: { web: { env: 'PORT', fixed: 70_000, fixd: 1 } },
        ready: { kind: 'http', port: 'api' },
        readyTimeout: 'soon',
        stopSignal: 'SIGSTOPP',
        stopGrace: '-1s',
        instances: 0,
        probe: 'yes',
        comand: 'node',
      },
      'a b': { command: 'node', ready: { kind: 'log', pattern: '^up' } },
      log: { command: 'node', ready: { kind: 'log' } },
      ports: {
        command: 'node',
        args: ['--port={port}', '{instance}', '{port.admin}'],
        env: { WEB: '{port.web}', SHUT: undefined },
        ports: { web: {} },
      },
      shut: { command: 'node', args: ['{port}'], ports: {} },
      text: 'node main.js',
    }
    expect(configProblems({ targets })).toMatchInlineSnapshot(`
      [
        "targets.given.servers.DATABASE_URL: expected redis or postgres for a private one, or the address of one that runs (redis://…, postgres://…), got "mysql://***@db"",
        "targets.given.url: expected an address such as http://127.0.0.1:3000, or several, got ["http://127.0.0.1:3000","here"]",
        "targets.bot.command: expected a text of 1 to 200 characters, got """,
        "targets.bot.args[1]: expected a text, got 7",
        "targets.bot.env.A: expected a text, or undefined, got 1",
        "targets.bot.preset: expected one of production, test, development, inherited, got "prod"",
        "targets.bot.ports.web.fixed: expected a whole number from 1 to 65535, got 70000",
        "targets.bot.ports.web.fixd: unknown key; did you mean fixed?",
        "targets.bot.readyTimeout: expected a duration above 0, such as 30s, got "soon"",
        "targets.bot.stopSignal: expected a signal such as SIGTERM, got "SIGSTOPP"",
        "targets.bot.stopGrace: expected a duration such as 5s, got "-1s"",
        "targets.bot.instances: expected a whole number from 1 to 100, got 0",
        "targets.bot.probe: expected true or false, got "yes"",
        "targets.bot.comand: unknown key; did you mean command?",
        "targets["a b"].ready.pattern: expected a regular expression, got "^up"",
        "targets.text: expected an object, got "node main.js"",
        "targets.both: url and command: it runs already, or plimsoll starts it; leave one of them out",
        "targets.neither: expected a command that starts it, or the url of one that runs",
        "targets.given.instances: only of a target that plimsoll starts; this one has a url",
        "targets.given.servers.REDIS_URL: a target that runs already has its own servers: give the address of this one",
        "targets.bot.ready.path: expected a path, such as /ready",
        "targets.bot.ready.port: the target has no port api; its ports: web",
        "targets.log.ready.pattern: expected a regular expression that a line of its output matches",
        "targets.ports.args[2]: {port.admin}: the target has no such port; its ports: web",
        "targets.shut.args[0]: {port}: the target has no such port; its ports: none",
      ]
    `)
  })

  test('what is fine is not complained about', () => {
    const targets = {
      bot: {
        command: 'node',
        args: ['main.js', '--port={port.web}'],
        ports: { web: {}, admin: { env: 'ADMIN_PORT', fixed: 3001 } },
        ready: { kind: 'http', path: '/ready', status: 204, port: 'web' },
        readyTimeout: 500,
        stopGrace: 0,
        servers: { REDIS_URL: 'redis', DATABASE_URL: 'postgres://me@db.example/shop' },
      },
      there: { url: ['https://a.example', 'https://b.example'] },
    }
    expect(configProblems({ targets })).toEqual([])
  })

  test('are plans, in which nothing is left to be read', () => {
    const plans = resolveTargets({
      bot: {
        command: 'npm',
        args: ['start'],
        readyTimeout: '2s',
        servers: { REDIS_URL: 'redis', DATABASE_URL: 'postgresql://me@db/shop' },
      },
      there: { url: 'https://a.example', servers: { CACHE: 'rediss://cache.example' } },
    })
    expect([...plans.values()]).toEqual([
      {
        kind: 'started',
        name: 'bot',
        service: { command: 'npm', args: ['start'], readyTimeoutMs: 2000 },
        instances: 1,
        probe: true,
        servers: {
          REDIS_URL: { kind: 'redis', url: undefined },
          DATABASE_URL: { kind: 'postgres', url: 'postgresql://me@db/shop' },
        },
      },
      {
        kind: 'given',
        name: 'there',
        urls: ['https://a.example'],
        servers: { CACHE: { kind: 'redis', url: 'rediss://cache.example' } },
      },
    ])
    expect(resolveTargets(undefined).size).toBe(0)
  })
})
