import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { freshProject, tempDir } from '../support/folders.ts'
import { runCli, runProcess, startProcess } from '../support/process.ts'

const node = process.execPath

describe('runProcess', () => {
  test('gives code, output and input', async () => {
    const script = 'process.stdin.pipe(process.stdout); console.error("e"); process.exitCode = 3'
    const result = await runProcess(node, ['-e', script], { input: 'hello' })
    expect(result).toEqual({
      code: 3,
      signal: null,
      stdout: 'hello',
      stderr: 'e\n',
      timedOut: false,
    })
  })

  test('keeps the tests’ own variables out and puts the given ones in', async () => {
    const script = 'console.log(process.env.VITEST, process.env.GIVEN)'
    const result = await runProcess(node, ['-e', script], { env: { GIVEN: 'yes' } })
    expect(result.stdout).toBe('undefined yes\n')
  })

  test('says so when the command does not exist', async () => {
    const result = await runProcess('no-such-command-here', [])
    expect(result.code).toBe(127)
    expect(result.stderr).toContain('ENOENT')
  })

  test.runIf(process.platform !== 'win32')('kills the whole group on time-out', async () => {
    const forever = 'setInterval(() => {}, 1000)'
    // The grandchild holds the output open: only when it is dead too does the process count as ended.
    const script = `
      require('node:child_process').spawn(process.execPath, ['-e', '${forever}'], { stdio: 'inherit' })
      ${forever}`
    const result = await runProcess(node, ['-e', script], { timeoutMs: 1_000 })
    expect(result).toMatchObject({ code: null, signal: 'SIGKILL', timedOut: true })
  })
})

describe('startProcess', () => {
  test('waits for output, then for a signal to end it', async () => {
    const script = 'console.log("ready"); setInterval(() => {}, 1000)'
    await using child = startProcess(node, ['-e', script])
    await child.until(/ready/)
    child.kill('SIGTERM')
    expect(await child.ended).toMatchObject({ signal: 'SIGTERM', timedOut: false })
  })

  test('refuses to wait for what can no longer come', async () => {
    const child = startProcess(node, ['-e', 'console.log("other")'])
    await expect(child.until(/ready/)).rejects.toThrow('It ended without writing /ready/:\nother')
  })
})

describe('folders', () => {
  let left = ''
  test('a project finds plimsoll by its name', async () => {
    left = await freshProject({ 'perf/a.perf.ts': 'export {}\n' })
    expect(await readFile(join(left, 'perf/a.perf.ts'), 'utf8')).toBe('export {}\n')
    const script = `console.log(import.meta.resolve('plimsoll/package.json'))`
    const found = await runProcess(node, ['--input-type=module', '-e', script], { cwd: left })
    expect(found.stdout).toMatch(/package\.json\n$/)
  })

  test('is gone after its test', async () => {
    expect(existsSync(left)).toBe(false)
    expect(existsSync(await tempDir())).toBe(true)
  })
})

test('runCli reaches the bin', async () => {
  const result = await runCli(['--no-such-flag'])
  expect(result.timedOut).toBe(false)
  expect(result.code).not.toBe(0)
})
