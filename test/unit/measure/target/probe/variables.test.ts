import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { nextLineNs } from '../../../../../src/measure/target/probe/protocol.ts'
import { probeVariables } from '../../../../../src/measure/target/probe/listener/variables.ts'

test('names files that are there, and keeps the options of Node', () => {
  const variables = probeVariables('@place#key', ' --max-old-space-size=64 ')
  expect(variables['PLIMSOLL_PROBE']).toBe('@place#key')
  expect(existsSync(variables['PLIMSOLL_PROBE_MODULE'] ?? '')).toBe(true)
  const [, path = ''] =
    /^--max-old-space-size=64 --require="(.*)"$/.exec(variables['NODE_OPTIONS'] ?? '') ?? []
  expect(existsSync(path)).toBe(true)
  expect(probeVariables('@place#key', undefined)['NODE_OPTIONS']).toBe(`--require="${path}"`)
})

test.each([
  [0, 0, 1e9],
  [1e9 - 1e6, 0, 2e9],
  [1e9 + 1e6, 0, 2e9],
  [1.6e9, 0, 3e9],
  [10e9, 0.25e9, 11.25e9],
  [10e9, 40.75e9, 10.75e9],
])('after a line at %d, on the grid around %d, the next is due at %d', (afterNs, gridNs, dueNs) => {
  expect(nextLineNs(afterNs, gridNs)).toBe(dueNs)
})
