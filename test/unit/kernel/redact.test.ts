import { expect, test } from 'vitest'
import { isSecretName, redact } from '../../../src/kernel/redact.ts'

test.each([
  ['postgres://bot:hunter2@db:5432/perf', 'postgres://***@db:5432/perf'],
  ['redis://:hunter2@cache', 'redis://***@cache'],
  ['https://api/x?token=hunter2&page=2', 'https://api/x?token=***&page=2'],
  ['https://api/x?page=2&api_key=hunter2', 'https://api/x?page=2&api_key=***'],
  ['host=db;Password=hunter2;x=1', 'host=db;Password=***;x=1'],
  ['two postgres://a:b@c and redis://d:e@f', 'two postgres://***@c and redis://***@f'],
])('%s is shown as %s', (text, shown) => {
  expect(redact(text)).toBe(shown)
})

test.each(['https://example.com/a@b', 'npm i vitest@5', 'a plain sentence, with = and ?'])(
  '%s has no secret and stays',
  (text) => {
    expect(redact(text)).toBe(text)
  },
)

test('names of secrets are known by what they hold', () => {
  expect(['DB_PASSWORD', 'apiKey', 'ACCESS_TOKEN'].every(isSecretName)).toBe(true)
  expect(['store', 'launches', 'baseline'].some(isSecretName)).toBe(false)
})
