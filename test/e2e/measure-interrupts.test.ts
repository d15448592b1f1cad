import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Run } from '../../src/model/run.ts'
import { freshProject } from '../support/folders.ts'
import { goes, pidIn } from '../support/pids.ts'
import { type RunningProcess, startCli } from '../support/process.ts'

/** Its first launch is quick; the second starts a process, writes both ids, and then never ends, as `HOW` says. */
const PERF_FILE = `import { spawn } from 'node:child_process'
import { renameSync, writeFileSync } from 'node:fs'
import { scenario } from 'plimsoll'

function tell(file, pid) {
  writeFileSync(file + '.tmp', String(pid))
  renameSync(file + '.tmp', file)
}
export const stuck = scenario('stuck', {
  setup: ({ launch }) => {
    if (launch === 0) return
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 30_000)'], { stdio: 'ignore' })
    tell('child.pid', child.pid)
    tell('launch.pid', process.pid)
    if (process.env.HOW === 'spins') for (;;);
    return new Promise(() => setInterval(() => {}, 50))
  },
  run: () => Math.sqrt(2),
})
export const waiting = scenario('waiting', { run: () => 1 })
`

interface Stuck {
  readonly cwd: string
  readonly cli: RunningProcess
  /** Of the launch that never ends, and of what it started. */
  readonly pids: readonly number[]
}

async function stuckRun(how: 'spins' | 'waits'): Promise<Stuck> {
  const cwd = await freshProject({ 'stuck.perf.ts': PERF_FILE })
  await writeFile(join(cwd, 'plimsoll.config.ts'), 'export default { warmUp: 10 }\n')
  const settings = ['--launches=3', '--time=10ms', '--timeout=60s', '--seed=3']
  const cli = startCli(['run', 'stuck.perf.ts', '--json', ...settings], { cwd, env: { HOW: how } })
  const launch = await pidIn(join(cwd, 'launch.pid'))
  return { cwd, cli, pids: [launch, await pidIn(join(cwd, 'child.pid'))] }
}

const allGo = async (pids: readonly number[]): Promise<boolean[]> => Promise.all(pids.map(goes))

describe.skipIf(process.platform === 'win32')('Ctrl-C', () => {
  test('keeps what was measured, as aborted, and leaves no process', async () => {
    const { cli, pids } = await stuckRun('spins')
    cli.killGroup('SIGINT')
    const { code, stdout, stderr } = await cli.ended
    expect(code).toBe(130)
    expect(stderr).toContain('interrupted; keeping what was measured')
    const run = JSON.parse(stdout) as Run
    expect(run.status).toBe('aborted')
    const stuck = run.results.find(({ scenario }) => scenario.key === 'stuck')
    expect(stuck).toMatchObject({ status: 'ok', errors: [] })
    expect(stuck?.launches).toHaveLength(1)
    expect(await allGo(pids)).toEqual([true, true])
  })

  test('twice ends at once', async () => {
    const { cli, pids } = await stuckRun('spins')
    cli.killGroup('SIGINT')
    cli.killGroup('SIGINT')
    expect((await cli.ended).code).toBe(130)
    expect(await allGo(pids)).toEqual([true, true])
  })
})

describe.skipIf(process.platform === 'win32')('a killed command', () => {
  test.each(['spins', 'waits'] as const)(
    'leaves neither a launch that %s nor what that started',
    async (how) => {
      const { cli, pids } = await stuckRun(how)
      cli.kill('SIGKILL')
      await cli.ended
      expect(await allGo(pids)).toEqual([true, true])
    },
  )
})
