import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'

/** Runs the development tools under the Node that runs this, whatever the machine's own Node is. */

/** The checkout's own folder. */
export const repositoryPath: string = resolve(import.meta.dirname, '..')

/** The package that brings a command, where it has another name. */
const packageOf: Readonly<Record<string, string>> = { tsc: 'typescript', biome: '@biomejs/biome' }

/** How a tool ended. */
export interface ToolResult {
  /** Its exit code; a signal or a time-out is 1. */
  readonly code: number
  readonly timedOut: boolean
}

/** How long a tool may take to end when it is asked to. */
const GRACE_MS = 5_000

/** A command's JavaScript file: a script of ours as given, else the entry that its package declares. */
export function entryOf(command: string): string {
  const own = join(repositoryPath, command)
  if (command.includes('/') && existsSync(own)) return own
  const folder = join(repositoryPath, 'node_modules', packageOf[command] ?? command)
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly bin?: string | Readonly<Record<string, string>>
  }
  const entry = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin?.[command]
  if (entry === undefined) throw new Error(`${command}: its package declares no such command`)
  return join(folder, entry)
}

/** Gets what a command writes, as it comes. */
export type Listener = (text: string) => void

/** Runs a command in the checkout, its output going where ours goes, or to a listener, and ends it after `timeoutMs`. */
export function runTool(
  command: readonly string[],
  timeoutMs: number,
  listener?: Listener,
): Promise<ToolResult> {
  const [name = '', ...args] = command
  const out = listener === undefined ? 'inherit' : 'pipe'
  const child = spawn(process.execPath, [entryOf(name), ...args], {
    cwd: repositoryPath,
    stdio: ['ignore', out, out],
    env: { ...process.env, PATH: pathWithTools() },
  })
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', listener ?? ignore)
  let timedOut = false
  const timer = setTimeout(() => {
    timedOut = true
    child.kill('SIGTERM')
    setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref()
  }, timeoutMs)
  const ended = Promise.withResolvers<ToolResult>()
  child.once('error', ended.reject)
  // Its output is complete by then.
  child.once('close', (code) => {
    clearTimeout(timer)
    ended.resolve({ code: code ?? 1, timedOut })
  })
  return ended.promise
}

const ignore = (): void => undefined

function pathWithTools(): string {
  return [join(repositoryPath, 'node_modules/.bin'), process.env['PATH'] ?? ''].join(delimiter)
}
