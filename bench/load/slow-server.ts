import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from '../../src/measure/target/ports.ts'
import { OTHER_CORE, pinned } from './pins.ts'

/** The server of the self-test, on the other core: it answers after so many ms. */
export async function startSlowServer(
  answerMs: number,
): Promise<AsyncDisposable & { readonly url: string }> {
  const port = await freePort()
  const main = join(import.meta.dirname, '../../src/measure/load/selftest/server/main.ts')
  const [program, ...args] = pinned(OTHER_CORE, [process.execPath, main, String(answerMs)])
  const env = { ...process.env, PORT: String(port) }
  const child = spawn(program, args, { env, stdio: 'ignore' })
  await delay(1000)
  return {
    url: `http://127.0.0.1:${port}/`,
    [Symbol.asyncDispose]: async () => {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}
