import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import {
  type PrivateServer,
  type RedisServerOptions,
  startRedisServer,
} from '../../../src/harness.ts'

/** Private Redis servers for tests. */

/** One of them. */
export type PrivateRedis = PrivateServer

/** Starts one. @throws Error when there is none on this machine and it can't be installed */
export async function startRedis(options: RedisServerOptions = {}): Promise<PrivateRedis> {
  await requireRedis()
  return startRedisServer(options)
}

const run = promisify(execFile)

async function requireRedis(): Promise<void> {
  if (await isThere('redis-server')) return
  if (process.getuid?.() !== 0 || !(await isThere('apt-get'))) {
    throw new Error('These tests need redis-server on the PATH: install Redis 7 or newer.')
  }
  // Another test process may be installing it at this very moment.
  const wait = ['-o', 'DPkg::Lock::Timeout=120']
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', [...wait, 'install', '-y', '--no-install-recommends', 'redis-server'], {
    env,
  })
}

async function isThere(command: string): Promise<boolean> {
  try {
    await run(command, ['--version'])
    return true
  } catch {
    return false
  }
}
