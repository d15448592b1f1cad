import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './port.ts'

/** A server of one's own. Disposing of it ends it, and removes what it wrote. */
export interface PrivateService extends AsyncDisposable {
  readonly url: string
}

/** Starts `redis-server` from the PATH; it keeps nothing on disk. @throws Error */
export async function startRedis(): Promise<PrivateService> {
  const folder = await mkdtemp(join(tmpdir(), 'cv-bot-redis-'))
  const port = await freePort()
  const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder]
  const child = spawn('redis-server', [...place, '--save', '', '--appendonly', 'no'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const stop = async (): Promise<void> => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      child.kill()
      await once(child, 'exit')
    }
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await readyLine(child.stdout, once(child, 'exit'))
  } catch (error) {
    await stop()
    throw error
  }
  return { url: `redis://127.0.0.1:${port}`, [Symbol.asyncDispose]: stop }
}

async function readyLine(stdout: NodeJS.ReadableStream, ended: Promise<unknown>): Promise<void> {
  const ready = Promise.withResolvers<void>()
  let said = ''
  stdout.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000)
    if (said.includes('Ready to accept connections')) ready.resolve()
  })
  // `exit` rejects where there is no such command: `error` comes instead.
  const end = ended.then(
    () => ready.reject(new Error(`redis-server ended at once: ${said.trim().split('\n').at(-1)}`)),
    () =>
      ready.reject(
        new Error('there is no redis-server on the PATH: install Redis, or set REDIS_URL'),
      ),
  )
  await Promise.race([ready.promise, end])
}
