import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readRecords } from '../../bench/gate/records.ts'
import { tempDir } from '../support/folders.ts'
import { type RunningProcess, startProcess } from '../support/process.ts'

async function startGate(folder: string, args: readonly string[]): Promise<RunningProcess> {
  const temporary = join(folder, 'tmp')
  await mkdir(temporary, { recursive: true })
  const files = ['--out', join(folder, 'out.ndjson'), '--table', join(folder, 'table.md')]
  const command = ['bench/gate.ts', ...files, ...args]
  return startProcess(process.execPath, command, { env: { TMPDIR: temporary, TEMP: temporary } })
}

test.skipIf(process.platform === 'win32')(
  'interrupted, the gate keeps what it measured, leaves nothing, and can go on',
  async () => {
    const folder = await tempDir()
    await using first = await startGate(folder, [
      '--alone',
      '--only',
      'hash',
      '--plain-every',
      '1000',
    ])
    await first.until(/^1 \(/mu)
    first.kill('SIGINT')
    expect((await first.ended).code).toBe(130)
    const kept = await readRecords(join(folder, 'out.ndjson'))
    expect(kept.length).toBeGreaterThan(0)
    expect(kept.map(({ failure, obstacle }) => [failure, obstacle])).toEqual(
      kept.map(() => [null, null]),
    )
    // What tsx caches is its own.
    const left = await readdir(join(folder, 'tmp'))
    expect(left.filter((name) => name.startsWith('plimsoll'))).toEqual([])

    await using again = await startGate(folder, ['--alone', '--only', 'hash', '--minutes', '0.001'])
    expect((await again.ended).code).toBe(0)
    const both = await readRecords(join(folder, 'out.ndjson'))
    expect(both.slice(0, kept.length)).toEqual(kept)
    expect(new Set(both.map(({ id }) => id)).size).toBe(both.length)

    await using judged = await startGate(folder, ['--judge-only'])
    const { stdout } = await judged.ended
    expect(stdout).toContain(`${both.length} comparisons`)
    expect(stdout.trim()).toBe((await readFile(join(folder, 'table.md'), 'utf8')).trim())
  },
)
