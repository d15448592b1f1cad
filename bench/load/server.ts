import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { type Command, isThere, mayRun, OTHER_CORE, pinned } from './pins.ts'

const COMPILER = 'cc'

/** Whether a process may go before all others here. */
const isWitness = mayRun('chrt', ['-f', '1', process.execPath, '--version'])

/**
 * A server that takes less time for a request than any generator does, in a process of its own on a core of its own: of
 * C where there is a compiler, else of Node, which wrk can drive to its limit.
 */
export class FastServer implements AsyncDisposable {
  readonly kind: 'C' | 'Node'
  readonly #child: ChildProcess
  readonly #lines: Interface
  readonly #folder: string
  #port = 0

  private constructor(kind: FastServer['kind'], folder: string, command: Command) {
    this.kind = kind
    this.#folder = folder
    const [program, ...args] = command
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] })
    this.#child = child
    this.#lines = createInterface(child.stdout)
  }

  /** @param keep `stamps`: it remembers when each request came */
  static async start(keep?: 'stamps'): Promise<FastServer> {
    const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'))
    const kind = isThere(COMPILER, '--version') ? 'C' : 'Node'
    const [program, ...args] = commandOf(kind, folder)
    const command: Command = [program, ...args, ...(keep === undefined ? [] : [keep])]
    // Who notes when others come must not be kept waiting by them.
    const witness: Command =
      keep === undefined || !isWitness ? command : ['chrt', '-f', '1', ...command]
    const server = new FastServer(kind, folder, pinned(OTHER_CORE, witness))
    server.#port = Number(await server.#line())
    return server
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/`
  }

  get pid(): number {
    return this.#child.pid ?? Number.NaN
  }

  /** Requests that it has answered so far. */
  async answered(): Promise<number> {
    const [count] = await this.#ask()
    return count ?? Number.NaN
  }

  /** When each request came, ns of the monotonic clock. */
  async stamps(): Promise<readonly number[]> {
    const [, ...stamps] = await this.#ask()
    return stamps
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const gone = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await gone
    rmSync(this.#folder, { recursive: true })
  }

  async #ask(): Promise<readonly number[]> {
    this.#child.stdin?.write('\n')
    return (await this.#line()).split(' ').map(Number)
  }

  async #line(): Promise<string> {
    const said: unknown[] = await once(this.#lines, 'line', { signal: AbortSignal.timeout(10_000) })
    return String(said[0])
  }
}

function commandOf(kind: FastServer['kind'], folder: string): Command {
  if (kind === 'Node') return [process.execPath, join(import.meta.dirname, 'one.ts'), 'server']
  const program = join(folder, 'server')
  execFileSync(COMPILER, ['-O2', '-o', program, join(import.meta.dirname, 'server.c')])
  return [program]
}
