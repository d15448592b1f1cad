import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { freshProject } from '../support/folders.ts'
import { goes } from '../support/pids.ts'
import { startProcess } from '../support/process.ts'

const script = join(import.meta.dirname, 'look.ts')

/** Ids of what a process started, and of what these started, and so on. */
function descendants(pid: number): readonly number[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((each) => parentOf(each) === pid)
  return children.flatMap((child) => [child, ...descendants(child)])
}

function parentOf(pid: number): number | undefined {
  try {
    // The name may hold spaces and parentheses.
    return Number(/^.*\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1])
  } catch {
    return undefined
  }
}

describe.runIf(process.platform === 'linux')('tests that are interrupted', () => {
  test('leave neither a browser nor a server', async () => {
    const args = ['--conditions=plimsoll-source', script, await freshProject()]
    await using looking = startProcess(process.execPath, args)
    await looking.until(/looking/)
    const started = descendants(looking.pid)
    expect(started.length).toBeGreaterThan(3)
    looking.killGroup('SIGINT')
    await looking.ended
    for (const pid of started) expect(await goes(pid)).toBe(true)
  })
})
