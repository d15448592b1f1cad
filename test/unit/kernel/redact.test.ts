import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSecretName, redact } from '../../../src/kernel/redact.ts'

test.each([
  ['postgres://bot:hunter2@db:5432/perf', 'postgres://***@db:5432/perf'],
  ['postgres://bob:pa/ss@db/x', 'postgres://***@db/x'],
  ['postgres://u:p@ss@host', 'postgres://***@host'],
  ['https://hunter2@host/a@b', 'https://***@host/a@b'],
  ['redis://:hunter2@cache', 'redis://***@cache'],
  ['https://api/x?token=hunter2&page=2', 'https://api/x?token=***&page=2'],
  ['https://api/x?page=2&api_key=hunter2', 'https://api/x?page=2&api_key=***'],
  ['https://app/#access_token=hunter2', 'https://app/#access_token=***'],
  ['host=db;Password=hunter2;x=1', 'host=db;Password=***;x=1'],
  ['two postgres://a:b@c and redis://d:e@f', 'two postgres://***@c and redis://***@f'],
  ['password=hunter2', 'password=***'],
  ['with password=hunter2 it failed', 'with password=*** it failed'],
  ['"password=hunter2"', '"password=***"'],
  ['{password=hunter2', '{password=***'],
  ['#token=hunter2', '#token=***'],
  ['first\nPGPASSWORD=hunter2 psql', 'first\nPGPASSWORD=*** psql'],
  ['password="hunter 2" x', 'password="***" x'],
  ['password="hunter 2', 'password="***'],
  ['{"password":"hun\\"ter2","x":1}', '{"password":"***","x":1}'],
  ['{"pin_token": 1234}', '{"pin_token": ***}'],
  ['{\\"password\\":\\"hunter2\\"}', '{\\"password\\":\\"***\\"}'],
  ["{ password: 'hunter2', x: 1 }", "{ password: '***', x: 1 }"],
  ['Authorization: Bearer hunter2', 'Authorization: ***'],
  ["-H 'Authorization: Basic aHVudGVyMg==' x", "-H 'Authorization: ***' x"],
  ['api_key: hunter2', 'api_key: ***'],
  ['login --token hunter2 --json', 'login --token *** --json'],
  ['login --api-token=hunter2', 'login --api-token=***'],
  ['authorization: SSWS hunter2, x: 1', 'authorization: ***, x: 1'],
  ['Authorization: Digest username="bob", response="hunter2"\nx', 'Authorization: ***\nx'],
  ['{"authorization":["Key hunter2"],"x":[1]}', '{"authorization":***,"x":[1]}'],
  ['{"password":{"value":"}hunter2"},"x":1}', '{"password":***,"x":1}'],
  ['{"set-cookie":["a=hunter2","b=hunter2"],"x":1}', '{"set-cookie":***,"x":1}'],
  ['{"password": ["hunter2", "hun', '{"password": ***'],
  ["Map(1) { 'token' => 'hunter2' }", "Map(1) { 'token' => '***' }"],
  ['token := hunter2', 'token := ***'],
  ['token=`hunter2` x', 'token=`***` x'],
  ['<s:Password type="text">hunter2</s:Password>', '<s:Password type="text">***</s:Password>'],
  ['"https:\\/\\/bob:hunter2@host\\/x"', '"https:\\/\\/***@host\\/x"'],
  ['curl -u bob:hunter2 https://x', 'curl -u bob:*** https://x'],
  ['redis-server --requirepass hunter2', 'redis-server --requirepass ***'],
  ['a -----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY----- b', 'a *** b'],
  [`with plimsoll_${'a'.repeat(43)} x`, 'with *** x'],
])('%s is shown as %s', (text, shown) => {
  expect(redact(text)).toBe(shown)
  expect(redact(shown)).toBe(shown)
})

test.each([
  'https://example.com/a@b',
  'https://example.com?to=a@b',
  'file:///project/node_modules/.pnpm/vitest@5/index.js:12:9',
  'npm i vitest@5',
  'a plain sentence, with = and ?',
  'perf/token.perf.ts:12:9: syntax error',
  "SyntaxError: Unexpected token '}'",
  'http://auth:8080/health',
  'author: Ann, signal=SIGKILL, tokenizer: fast',
  'login --token --json',
  'plimsoll serve --new-token NAME, --revoke-token ci',
  'const next = (token) => token.next',
  'plimsoll_iterations_completed_total{scenario="home"} 1',
  '<author>Ann</author><token> </token>',
])('%s has no secret and stays', (text) => {
  expect(redact(text)).toBe(text)
})

/** Every form that a secret comes in. */
const FORMS: readonly ((secret: string) => string)[] = [
  (secret) => `postgres://bob:${secret}@db/x`,
  (secret) => `postgres://bob:a/${secret}@b@db/x`,
  (secret) => `https://:${secret}@host/x`,
  (secret) => `?x=1&token=${secret}&y=2`,
  (secret) => `#access_token=${secret}`,
  (secret) => `password=${secret}`,
  (secret) => `PGPASSWORD=${secret} psql`,
  (secret) => `DB_PASSWORD = "a ${secret} b"`,
  (secret) => JSON.stringify({ password: `"${secret}\\` }),
  (secret) => JSON.stringify(JSON.stringify({ clientSecret: secret })),
  (secret) => `Authorization: Bearer ${secret}`,
  (secret) => `authorization: Basic ${secret}`,
  (secret) => `api_key: ${secret}`,
  (secret) => `--token ${secret}`,
  (secret) => `--api-token=${secret}`,
  (secret) => `authorization: SSWS ${secret}`,
  (secret) => JSON.stringify({ token: [[{ a: secret }, ']'], secret] }, null, 1),
  (secret) => `<password>${secret}</password>`,
]

test('a secret survives in no form, wherever it stands', () => {
  // Long enough not to be part of the text around it by chance.
  const secret = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._~+/=-]{10,30}[A-Za-z0-9]$/)
  const before = fc.constantFrom('', ' ', 'see ', 'line\n', '\t', '(', '[', '{', '"', "'", 'é: ')
  const after = fc.constantFrom('', ' ', '\n', ' and so on', ', x', '"', "'")
  fc.assert(
    fc.property(
      ...([secret, fc.constantFrom(...FORMS), before, after] as const),
      (hidden, form, head, tail) => {
        expect(redact(`${head}${form(hidden)}${tail}`)).not.toContain(hidden)
      },
    ),
    { numRuns: 2000 },
  )
})

// Quadratic work on a megabyte takes many minutes: the test would run into its time-out.
test.each([
  'a',
  'token',
  '://',
  '://@',
  '://a:b',
  'token="',
  "token='",
  'token=\\"',
  '-',
  ' ',
  '\\',
  '<a',
  '<a>',
  'token={',
  'token=[{"',
  '-----BEGIN PRIVATE KEY-----',
  'authorization: digest ',
  ' -u a:',
])('a megabyte of %j is no trouble', (part) => {
  const text = part.repeat(1_000_000 / part.length)
  expect(redact(`${text} password=hunter2`)).not.toContain('hunter2')
  expect(redact(text).length).toBeLessThanOrEqual(text.length + 3)
})

test('names of secrets are known by what they hold', () => {
  expect(['DB_PASSWORD', 'apiKey', 'ACCESS_TOKEN'].every(isSecretName)).toBe(true)
  expect(['store', 'launches', 'baseline'].some(isSecretName)).toBe(false)
})
