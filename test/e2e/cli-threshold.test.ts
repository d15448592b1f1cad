import { expect, test } from 'vitest'
import { freshProject } from '../support/folders.ts'
import { failureOf, plimsoll, QUICK } from './cli-project.ts'

/** Two that wait, and one that does next to nothing. */
const PERF = `import { scenario } from 'plimsoll'
const wait = () => new Promise((resolve) => setTimeout(resolve, 2))
export const slow = scenario('slow', { run: wait })
export const slower = scenario('slower', { run: wait })
export const fast = scenario('fast', { run: () => 1 })
`

test('check without a baseline holds scenarios to the threshold: exit 1, and names them', async () => {
  const cwd = await freshProject({ 'perf/waits.perf.ts': PERF })
  const error = await failureOf(cwd, ['check', ...QUICK, '--threshold', '1'])
  expect(error).toMatchObject({ code: 'THRESHOLD_EXCEEDED', exitCode: 1 })
  expect(error.problems).toHaveLength(2)
  expect(error.problems.join('\n')).toMatch(
    /^'slow': .* is above the threshold of 1 ms\n'slower': .* is above the threshold of 1 ms$/,
  )

  const { code, stderr } = await plimsoll(cwd, [
    ...['check', 'slower', ...QUICK],
    ...['--threshold', '1'],
  ])
  expect(code).toBe(1)
  expect(stderr).toMatch(/plimsoll: 'slower': .* is above the threshold of 1 ms \(THRESHOLD_EXC/)
  expect(stderr).toContain('(NO_BASELINE)')
})

test('check without a baseline, nothing above the threshold: exit 3', async () => {
  const cwd = await freshProject({ 'perf/waits.perf.ts': PERF })
  const error = await failureOf(cwd, ['check', 'fast', ...QUICK, '--threshold', '60000'])
  expect(error).toMatchObject({ code: 'NO_BASELINE', exitCode: 3 })
})
