import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { repositoryPath } from '../../../../support/process.ts'

/** Codes as transports write them: of failures, and what codes of the system and of drivers are translated to. */
const WRITTEN =
  /(?:code: |fail(?:ure|ed)?\(|awaitsArrival\(|, |: )'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)'/g

/** What looks like one and is none: settings of the language's own, and names of protocols. */
const NONE = new Set([
  'GET',
  'POST',
  'PUT',
  'PATCH',
  'HEAD',
  'PING',
  'ERROR',
  'UTF8',
  'ERR_MODULE_NOT_FOUND',
])

const page = readFileSync(join(repositoryPath, 'docs/load.md'), 'utf8')
const codes = /^## Codes$([^]*?)^## /m.exec(page)?.[1] ?? ''

test('every code of a transport is in the documentation', () => {
  const folder = join(repositoryPath, 'src/measure/load/transports')
  const files = globSync('**/*.ts', { cwd: folder })
  const written = files.flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(WRITTEN)].map(([, code = '']) => code),
  )
  const known = written.filter((code) => code.length > 3 && !NONE.has(code))
  expect(known).toContain('CONNECT_REFUSED')
  expect(known).toContain('REDIS_CLIENT_ERROR')
  const missing = [...new Set(known)].filter((code) => !codes.includes(`\`${code}\``))
  expect(missing).toEqual([])
})
