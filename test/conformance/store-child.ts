/**
 * What the crash tests run in processes of their own: `node store-child.ts <work> <store> [from] [count]`. It says
 * `ready`, waits for a byte on its standard input, works, and writes one line a step, at once and unbuffered.
 */

import { readSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { PlimsollError } from '../../src/kernel/errors.ts'
import type { Run } from '../../src/model/run.ts'
import { openStore } from '../../src/record/index.ts'
import { SAMPLE_SCENARIOS, sampleRun } from '../support/runs.ts'

const [work = '', path = '', from = '0', count = '0'] = process.argv.slice(2)

const say = (line: string): void => {
  writeSync(1, `${line}\n`)
}

function waitForGo(): void {
  say('ready')
  readSync(0, Buffer.alloc(1))
}

function runOf(number: number): Run {
  const startedAt = new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString()
  const scenarios = SAMPLE_SCENARIOS.slice(0, 1)
  return sampleRun({ seed: number, startedAt, scenarios, launches: 1, samples: 8 })
}

/** Commits runs one by one, and says each id once its commit has returned. */
async function commit(): Promise<void> {
  const first = Number(from)
  const runs = Array.from({ length: Number(count) }, (_, index) => runOf(first + index))
  waitForGo()
  await using store = await openStore(path, { cwd: process.cwd() })
  for (const run of runs) {
    await store.commit(run)
    say(run.id)
  }
}

/** Makes as many stores as it is told to, one after another, and says each of them. */
async function make(): Promise<void> {
  waitForGo()
  for (let number = 0; number < Number(count); number++) {
    await using store = await openStore(join(path, `${number}.db`), { cwd: path })
    say(`${number} ${(await store.list()).length}`)
  }
}

/** Holds the store's write lock until its standard input ends. */
function lock(): void {
  const database = new DatabaseSync(path)
  database.exec('BEGIN IMMEDIATE')
  waitForGo()
  database.exec('ROLLBACK')
  database.close()
}

/** Commits until an error, and says which one it was. */
async function fill(): Promise<void> {
  waitForGo()
  try {
    await using store = await openStore(path, { cwd: process.cwd() })
    for (let number = 0; number < 100_000; number++) {
      const run = runOf(number)
      await store.commit(run)
      say(run.id)
    }
  } catch (thrown) {
    if (!(thrown instanceof PlimsollError)) throw thrown
    say(`${thrown.code} ${thrown.exitCode}`)
  }
}

const works: Readonly<Record<string, () => void | Promise<void>>> = { commit, make, lock, fill }
await works[work]?.()
