import { describe, expect, test } from 'vitest'
import type { ServicePlan } from '../../../../src/measure/target/plan.ts'
import { environmentOf, fillIn, resolvePlan } from '../../../../src/measure/target/resolve.ts'
import { refusalOf } from '../../../support/refusal.ts'

const MINIMAL: ServicePlan = { name: 'api', command: 'node' }

/** The variables of the first instance, on port 4000. */
function variables(plan: Partial<ServicePlan>): Readonly<Record<string, string>> {
  return environmentOf(resolvePlan({ ...MINIMAL, ...plan }), { main: 4000 }, 0)
}

describe('defaults', () => {
  test('a port that is told by PORT and has to accept connections', () => {
    expect(resolvePlan(MINIMAL)).toMatchObject({
      cwd: process.cwd(),
      ports: { main: { env: 'PORT' } },
      ready: { kind: 'tcp' },
      stopSignal: 'SIGTERM',
    })
  })

  test('without a port it only has to run', () => {
    expect(resolvePlan({ ...MINIMAL, ports: {} }).ready).toEqual({ kind: 'started' })
  })
})

describe('variables', () => {
  test('this process’s own, the preset’s, the ports, the plan’s', () => {
    const found = variables({ env: { MODE: 'x', TELL: 'at {port}' } })
    expect(found).toMatchObject({
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      NO_COLOR: '1',
      PORT: '4000',
      MODE: 'x',
      TELL: 'at 4000',
    })
  })

  test('tests leave no trace in a target, unless it is asked for', () => {
    expect(process.env['NODE_ENV']).toBe('test')
    expect(variables({})['NODE_ENV']).toBe('production')
    expect(variables({})).not.toHaveProperty('VITEST')
    expect(variables({ preset: 'inherited' })).toMatchObject({ NODE_ENV: 'test', VITEST: 'true' })
  })

  test('the plan has the last word, and may remove', () => {
    const found = variables({ env: { PORT: '1', NODE_ENV: undefined } })
    expect(found['PORT']).toBe('1')
    expect(found).not.toHaveProperty('NODE_ENV')
  })
})

describe('placeholders', () => {
  const ports = { main: 4000, admin: 4001 }

  test.each([
    ['--port={port}', '--port=4000'],
    ['{port.admin}:{port.main}', '4001:4000'],
    ['worker-{instance}', 'worker-2'],
    ['{"port":{port}}', '{"port":4000}'],
    ['{ports} {} {PORT} {instances}', '{ports} {} {PORT} {instances}'],
  ])('%s', (text, filled) => {
    expect(fillIn(text, ports, 2)).toBe(filled)
  })
})

test('all that is wrong is told at once', async () => {
  const error = await refusalOf(() =>
    resolvePlan({
      name: '',
      command: '',
      args: ['{port.nowhere}'],
      env: { A: '{port.other}' },
      ports: { main: { fixed: 70_000 } },
      ready: { kind: 'http', path: '/', port: 'absent' },
      readyTimeoutMs: 0,
      stopGraceMs: -1,
      keptLines: Number.NaN,
      temporaryFolders: ['here'],
    }),
  )
  expect(error).toMatchObject({ code: 'SERVICE_PLAN_INVALID', exitCode: 2 })
  expect(error.problems).toEqual([
    'name: it needs one',
    'command: there is none',
    'readyTimeoutMs: more than 0',
    'stopGraceMs: 0 or more',
    'keptLines: more than 0',
    'temporaryFolders: absolute paths only',
    'ports.main.fixed: 1 to 65535',
    '{port.nowhere}: the service has no such port',
    '{port.other}: the service has no such port',
    'ready.port: the service has no port absent',
  ])
})
