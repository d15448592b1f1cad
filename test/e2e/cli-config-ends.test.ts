import { expect, test } from 'vitest'
import { freshProject } from '../support/folders.ts'
import { runCli } from '../support/process.ts'

test.each([
  ['calls process.exit(0)', 'process.exit(0)\nexport default {}\n'],
  ['waits for what never comes', 'await new Promise(() => {})\nexport default {}\n'],
])('a configuration that %s is exit 2, never a pass', async (_, config) => {
  const cwd = await freshProject({ 'plimsoll.config.ts': config })
  const { code, stderr, stdout } = await runCli(['run', '--json'], { cwd })
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain('ENDED_EARLY')
})
