import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { chmod, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { freshProject } from '../support/folders.ts'
import { goes, isThere, workingIn } from '../support/pids.ts'
import { repositoryPath, type RunningProcess, startProcess } from '../support/process.ts'

/** Whatever becomes of plimsoll, a service that it started does not stay behind. */

const HARNESS = join(repositoryPath, 'src/harness.ts')

/** A service that ignores what asks it to end, and starts two more: one beside it, one in a session of its own. */
const SERVICE = `
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => {})
const stay = ['-e', "process.on('SIGTERM', () => {}); console.log('up'); for (;;);"]
const ids = [process.pid]
for (const detached of [false, true]) {
  const child = spawn(process.execPath, stay, { detached, stdio: ['ignore', 'pipe', 'ignore'] })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  ids.push(child.pid)
}
writeFileSync('ids', JSON.stringify(ids))
console.log('up')
setInterval(() => {}, 1000)
`

/** Something that starts the service, says so, and does as its last line says. */
const owner = (then: string): string => `
import { startService } from ${JSON.stringify(HARNESS)}
const service = await startService({
  name: 'stubborn',
  command: process.execPath,
  args: ['service.mjs'],
  ports: {},
  ready: { kind: 'log', pattern: /^up/ },
  temporaryFolders: [process.cwd() + '/temporary'],
})
console.log('started')
${then}
`

/** What was started. */
interface Started {
  readonly owner: RunningProcess
  readonly folder: string
  /** The service, its child, and the one in a session of its own. */
  readonly ids: readonly number[]
}

async function startOwner(then: string): Promise<Started> {
  const folder = await freshProject({ 'service.mjs': SERVICE, 'owner.ts': owner(then) })
  await mkdir(join(folder, 'temporary/inner'), { recursive: true })
  const started = startProcess(process.execPath, ['owner.ts'], { cwd: folder })
  onTestFinished(() => started[Symbol.asyncDispose]())
  await started.until(/started/)
  const ids = JSON.parse(readFileSync(join(folder, 'ids'), 'utf8')) as number[]
  expect(ids.map(isThere)).toEqual([true, true, true])
  return { owner: started, folder, ids }
}

/** Which of them ended in time. */
const ended = (ids: readonly number[]): Promise<readonly boolean[]> => Promise.all(ids.map(goes))

describe.runIf(process.platform === 'linux')('all of a service ends', () => {
  test('when who started it is killed, and its temporary folders go too', async () => {
    const { owner: killed, folder, ids } = await startOwner('setInterval(() => {}, 1000)')
    killed.kill('SIGKILL')
    expect(await ended(ids)).toEqual([true, true, true])
    await expect.poll(() => existsSync(join(folder, 'temporary'))).toBe(false)
    expect(existsSync(join(folder, 'service.mjs'))).toBe(true)
  })

  test('when the whole group of who started it is killed', async () => {
    const { owner: killed, ids } = await startOwner('setInterval(() => {}, 1000)')
    killed.killGroup('SIGKILL')
    expect(await ended(ids)).toEqual([true, true, true])
  })

  test('when who started it ends without a word', async () => {
    const { owner: over, ids } = await startOwner('process.exit(0)')
    await over.ended
    expect(await ended(ids)).toEqual([true, true, true])
  })

  test('when its guard is told to end', async () => {
    const then = "console.log('end', await service.ended); process.exit()"
    const { owner: watching, ids } = await startOwner(then)
    process.kill(parentOf(ids[0]), 'SIGTERM')
    expect(await ended(ids)).toEqual([true, true, true])
    expect((await watching.ended).stdout).toContain("signal: 'SIGKILL'")
  })

  test('when its guard is killed', async () => {
    const then = "console.log('end', await service.ended); process.exit()"
    const { owner: watching, ids } = await startOwner(then)
    process.kill(parentOf(ids[0]), 'SIGKILL')
    expect((await watching.ended).stdout).toContain("signal: 'SIGKILL'")
    expect(await ended(ids)).toEqual([true, true, true])
  })
})

/** Something that starts a private PostgreSQL in folders that are its own, and does as its last line says. */
const databaseOwner = (then: string): string => `
import { startPostgres } from ${JSON.stringify(join(repositoryPath, 'test/support/services/postgres.ts'))}
const database = startPostgres()
console.log('starting')
${then}
`

async function startDatabaseOwner(
  then: string,
): Promise<{ readonly owner: RunningProcess; readonly folder: string }> {
  const folder = await freshProject({ 'owner.ts': databaseOwner(then) })
  // PostgreSQL runs as another user.
  await mkdir(join(folder, 'temporary'), { mode: 0o755 })
  await chmod(folder, 0o755)
  const env = { TMPDIR: join(folder, 'temporary') }
  const started = startProcess(process.execPath, ['owner.ts'], { cwd: folder, env })
  onTestFinished(() => started[Symbol.asyncDispose]())
  return { owner: started, folder: join(folder, 'temporary') }
}

const FREEZE = `
const { service } = await database
await service.signal('SIGSTOP')
console.log('frozen')
`

describe.runIf(process.platform === 'linux')('all of PostgreSQL ends', () => {
  test('when it is killed while it is frozen', async () => {
    const { owner: over, folder } = await startDatabaseOwner(`${FREEZE}await service.kill()`)
    expect((await over.ended).code).toBe(0)
    expect(workingIn(folder)).toEqual([])
    expect(readdirSync(folder)).toEqual([])
  })

  test('when it is frozen, and who started it is killed', async () => {
    const { owner: killed, folder } = await startDatabaseOwner(
      `${FREEZE}setInterval(() => {}, 1000)`,
    )
    await killed.until(/frozen/)
    const ids = workingIn(folder)
    const memory = sharedMemoryIn(folder)
    expect(ids.length).toBeGreaterThan(4)
    expect(isShared(memory)).toBe(true)
    killed.kill('SIGKILL')
    expect(await ended(ids)).toEqual(ids.map(() => true))
    await expect.poll(() => readdirSync(folder)).toEqual([])
    expect(isShared(memory)).toBe(false)
  })

  test('when its first process is killed while all are frozen, by someone else', async () => {
    const { owner: over, folder } = await startDatabaseOwner(
      "const { service } = await database\nconsole.log('up')\nawait service.ended",
    )
    await over.until(/^up/m)
    const ids = workingIn(folder)
    const memory = sharedMemoryIn(folder)
    for (const pid of ids) process.kill(pid, 'SIGSTOP')
    process.kill(Math.min(...ids), 'SIGKILL')
    expect(await ended(ids)).toEqual(ids.map(() => true))
    expect((await over.ended).code).toBe(0)
    expect(isShared(memory)).toBe(false)
  })

  test('when who started it is killed as soon as there is anything of it', async () => {
    const { owner: killed, folder } = await startDatabaseOwner(`
import { readdirSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'
while (readdirSync(process.env.TMPDIR).length === 0) await turn()
process.kill(process.pid, 'SIGKILL')
`)
    expect((await killed.ended).signal).toBe('SIGKILL')
    await expect.poll(() => readdirSync(folder), { timeout: 10_000 }).toEqual([])
  })

  test('when who started it is killed while its cluster is being made', async () => {
    const { owner: killed, folder } = await startDatabaseOwner('setInterval(() => {}, 1000)')
    await expect.poll(() => workingIn(folder).length, { timeout: 15_000 }).toBeGreaterThan(0)
    const ids = workingIn(folder)
    killed.kill('SIGKILL')
    expect(await ended(ids)).toEqual(ids.map(() => true))
    await expect.poll(() => readdirSync(folder)).toEqual([])
  })
})

/** The id of what the system shares for a PostgreSQL; its folder is in that one. */
function sharedMemoryIn(folder: string): number {
  const [name = ''] = readdirSync(folder)
  const lines = readFileSync(join(folder, name, 'data/postmaster.pid'), 'utf8').split('\n')
  return Number(lines[6]?.trim().split(/\s+/)[1])
}

const isShared = (id: number): boolean =>
  readFileSync('/proc/sysvipc/shm', 'utf8')
    .split('\n')
    .some((line) => Number(line.trim().split(/\s+/)[1]) === id)

/** The guard of a service is its parent. */
function parentOf(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/^PPid:\s+(\d+)/m.exec(status)?.[1])
}
