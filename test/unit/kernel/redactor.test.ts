import { describe, expect, test } from 'vitest'
import { createRedactor, secretValuesIn } from '../../../src/kernel/redactor.ts'

const redactor = createRedactor({
  names: ['X-Tenant', 'pin'],
  values: ['correct-horse-7', 'correct-horse-7/"9', 'short'],
})

test.each([
  ['x-tenant: acme', 'x-tenant: ***'],
  ['{"X-Tenant":"acme","x":1}', '{"X-Tenant":"***","x":1}'],
  ['?pin=1234&x=1', '?pin=***&x=1'],
  ['login --pin 1234 --json', 'login --pin *** --json'],
  ['headers.x-tenant=acme', 'headers.x-tenant=***'],
  ['opening a pin takes long', 'opening a pin takes long'],
  ['it said "correct-horse-7" twice', 'it said "***" twice'],
  ['a short text', 'a short text'],
  ['whole: correct-horse-7/"9.', 'whole: ***.'],
  ['in JSON: {"x":"correct-horse-7/\\"9"}', 'in JSON: {"x":"***"}'],
  ['in an address: ?x=correct-horse-7%2F%229', 'in an address: ?x=***'],
  ['{"x-tenant":{"id":["acme"]},"x":1}', '{"x-tenant":***,"x":1}'],
  ['<X-Tenant>acme</X-Tenant>', '<X-Tenant>***</X-Tenant>'],
])('what the project keeps secret: %s is shown as %s', (text, shown) => {
  expect(redactor.text(text)).toBe(shown)
  expect(redactor.text(shown)).toBe(shown)
})

describe('what something is called', () => {
  test.each([
    'auth: log in',
    'token: rename to key',
    'password: forgotten',
    'tokenize (long)',
    'GET /auth/login',
    'decode [size=10]',
    'merge > auth',
  ])('%s stays', (name) => {
    expect(redactor.name(name)).toBe(name)
  })

  test.each([
    ['GET https://bob:hunter2@api/x?token=abc', 'GET https://***@api/x?token=***'],
    ['auth: Bearer abcdef', 'auth: ***'],
    ['auth: hunter2', 'auth: ***'],
    ['with Authorization: Basic aHVudGVyMg==', 'with Authorization: ***'],
    ['with Bearer abcdef12', 'with Bearer ***'],
  ])('%s becomes %s', (name, shown) => {
    expect(redactor.name(name)).toBe(shown)
  })
})

test('labels hide by their name, parameters by what they hold too', () => {
  expect(redactor.label('deploy_token', 'x')).toBe('***')
  expect(redactor.label('PIN', '1')).toBe('***')
  expect(redactor.label('service', 'api')).toBe('api')
  expect(redactor.label('from', 'postgres://a:b@c')).toBe('postgres://***@c')
  expect(redactor.param('tokens', 512)).toBe(512)
  expect(redactor.param('auth', 'none')).toBe('none')
  expect(redactor.param('token', 'abc123def456')).toBe('***')
  expect(redactor.param('password', 'x')).toBe('***')
  expect(redactor.param('pin', 1234)).toBe('***')
})

test('the environment tells secrets by their names', () => {
  const env = {
    CI_JOB_TOKEN: 'abcdef123456',
    DB_PASSWORD: 'hunter2hunter2',
    GIT_AUTHOR_NAME: 'Jane Doe 1234567',
    SSH_AUTH_SOCK: '/tmp/ssh-1234/agent.1',
    TOKEN: 'true',
    HOME: '/root',
  }
  expect(secretValuesIn(env)).toEqual(['abcdef123456', 'hunter2hunter2'])
})
