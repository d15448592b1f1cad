import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** What opens an address in the user's browser, by platform. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['open'],
  // `start` is no program, and takes its first quoted argument for a title.
  win32: ['cmd', '/c', 'start', '""'],
}

/** Opens an address. @returns whether there was something to open it with */
export async function openBrowser(url: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const [command = '', ...args] = OPENERS[process.platform] ?? ['xdg-open']
  const child = spawn(command, [...args, url], { env, stdio: 'ignore', detached: true })
  try {
    await once(child, 'spawn')
    child.unref()
    return true
  } catch {
    return false
  }
}
