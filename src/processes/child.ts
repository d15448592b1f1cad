import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Starts the processes in which users' code runs, and ends them with all of their group. */

/** What to start. */
export interface ChildPlan {
  /** The module to run, without its extension, as `new URL('./main', import.meta.url)` names it. */
  readonly main: URL
  readonly cwd: string
  /** Default: this process's. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Whether user code is loaded through tsx (TypeScript, enums, tsconfig paths, extensionless imports). */
  readonly loader: 'tsx' | 'none'
  /** Of Node and V8, beside those that this process was started with. */
  readonly flags?: readonly string[]
  /** `advanced`: structured clone, so that typed arrays may be sent. */
  readonly serialization: 'json' | 'advanced'
}

/**
 * A Node process with a channel for messages, its output piped. It leads a process group of its own: Ctrl-C reaches the
 * parent alone, which then ends the child and whatever that started ({@link killGroup}). What it
 * started in a process group of its own (`detached: true`) is not reached.
 */
export function startChild(plan: ChildPlan): ChildProcess {
  const fromSource = import.meta.url.endsWith('.ts')
  const main = `${fileURLToPath(plan.main)}.${fromSource ? 'ts' : 'js'}`
  const loader = plan.loader === 'tsx' ? ['--import', import.meta.resolve('tsx')] : []
  return spawn(
    process.execPath,
    [...conditions(fromSource), ...(plan.flags ?? []), ...loader, main],
    {
      cwd: plan.cwd,
      env: { ...(plan.env ?? process.env) },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: plan.serialization,
      detached: process.platform !== 'win32',
      windowsHide: true,
    },
  )
}

/** Perf files resolve `plimsoll` as this process does: to its source in the checkout, else to what was built. */
function conditions(fromSource: boolean): string[] {
  const own = process.execArgv.flatMap((flag, index) => {
    if (flag.startsWith('--conditions=')) return [flag]
    // The value may also be the next argument.
    const value = process.execArgv[index + 1]
    const named = flag === '--conditions' || flag === '-C'
    return named && value !== undefined ? [`--conditions=${value}`] : []
  })
  return [...new Set(fromSource ? [...own, '--conditions=plimsoll-source'] : own)]
}

/**
 * Kills a child and whatever it started, except what leads a process group of its own (`detached: true`). Nothing happens
 * when all of it is gone. Windows has no groups: there the child alone is killed.
 */
export function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return
  if (process.platform === 'win32') {
    child.kill('SIGKILL')
    return
  }
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch (thrown) {
    // macOS says EPERM of a group in which only the dead are left.
    const code: unknown = Reflect.get(Object(thrown), 'code')
    if (code !== 'ESRCH' && code !== 'EPERM') throw thrown
  }
}
