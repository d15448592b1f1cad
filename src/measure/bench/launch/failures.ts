import { relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import { redact } from '../../../kernel/redact.ts'
import type { ErrorCount } from '../../../model/run.ts'
import type { LaunchFailure, LaunchStep } from './protocol.ts'

/** Says how a launch failed: a code, one line, and the place in the user's own code. */

/** Where a process was; only load tests connect by themselves. */
type Step = LaunchStep | 'connect'

/** Longest message kept in a record. */
const MESSAGE_KEPT = 500

/** What was thrown, as it crosses to another process. */
export function failureOf(thrown: unknown): LaunchFailure {
  // A teardown that fails behind a failure must not hide it.
  if (thrown instanceof SuppressedError) return failureOf(thrown.suppressed)
  if (!(thrown instanceof Error)) {
    const shown = inspect(thrown, { depth: 1, breakLength: Number.POSITIVE_INFINITY })
    return { code: 'SCENARIO_THREW', message: `threw ${shown}`, stack: '' }
  }
  const code: unknown = Reflect.get(thrown, 'code')
  return {
    code: typeof code === 'string' && code !== '' ? code : 'SCENARIO_THREW',
    message: sayError(thrown),
    stack: String(thrown.stack),
  }
}

/** A refused connection to `localhost` is an AggregateError without words; its first part has them. */
function sayError(thrown: Error): string {
  const first: unknown = thrown instanceof AggregateError ? thrown.errors[0] : undefined
  if (thrown.message === '' && first instanceof Error) return sayError(first)
  if (thrown.message === '') return thrown.name
  return thrown.name === 'Error' ? thrown.message : `${thrown.name}: ${thrown.message}`
}

/** It threw, rejected, or can never settle, and said so. */
export function describeFailure(
  report: { readonly failure: LaunchFailure; readonly step: Step },
  cwd: string,
): ErrorCount {
  const where = placeIn(report.failure.stack, cwd)
  const message = redact(report.failure.message).slice(0, MESSAGE_KEPT)
  return {
    code: report.failure.code,
    count: 1,
    example:
      report.step === 'setup' || report.step === 'teardown'
        ? `in ${report.step}: ${message}`
        : message,
    ...(where === undefined ? {} : { where }),
  }
}

/** It did not get on. */
export function describeTimeOut(step: Step, limitMs: number): ErrorCount {
  const example = `timed out: ${step} did not end within ${limitMs / 1000} s (--timeout, or the scenario's timeout, raises the limit)`
  return { code: 'SCENARIO_TIMED_OUT', count: 1, example }
}

/** What V8 and Node print as they give up: `FATAL ERROR: … JavaScript heap out of memory`, `# Fatal process out of memory`. */
const FATAL_MEMORY = /\bfatal\b.*\bout of memory/i

/** It ended without a word. */
export function describeDeath(death: Death): ErrorCount {
  if (FATAL_MEMORY.test(death.output)) {
    return {
      code: 'SCENARIO_OUT_OF_MEMORY',
      count: 1,
      example: `ran out of memory in ${death.step} (NODE_OPTIONS=--max-old-space-size=MB raises the limit)`,
    }
  }
  if (death.signal !== null) {
    const hint = death.signal === 'SIGKILL' ? ': the machine may be out of memory' : ''
    return {
      code: 'SCENARIO_KILLED',
      count: 1,
      example: `was killed by ${death.signal} in ${death.step}${hint}`,
    }
  }
  const last = death.output.trim().split('\n').at(-1) ?? ''
  const said = last === '' ? '' : `; it last printed: ${redact(last).slice(0, 200)}`
  return {
    code: 'SCENARIO_EXITED',
    count: 1,
    example: `ended its process with code ${death.code} in ${death.step}${said}`,
  }
}

/** What is known of a process that died. */
export interface Death {
  readonly step: Step
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly output: string
}

/**
 * `at fn (/path/file.ts:1:2)`, `at async file:///path/file.js:1:2`: an absolute path or URL, which may hold spaces and
 * brackets.
 */
const FRAME = /^at (?:async )?(?:.*? \()?((?:file:\/\/|\/|[A-Za-z]:[\\/])[^<>]*):(\d+):(\d+)\)?$/

/** plimsoll's own code: what is built runs, and its source maps name the source. */
const OWN = ['src/', 'dist/'].map((folder) =>
  fileURLToPath(new URL(`../../../../${folder}`, import.meta.url)),
)

/** The first frame outside Node, plimsoll and dependencies: `file:line:column`, relative to the project. */
function placeIn(stack: string, cwd: string): string | undefined {
  for (const line of stack.split('\n')) {
    const [, location, row, column] = FRAME.exec(line.trim()) ?? []
    if (location === undefined) continue
    const file = location.startsWith('file://')
      ? fileURLToPath(location.split('?', 1)[0] ?? location)
      : location
    if (OWN.some((folder) => file.startsWith(folder)) || file.includes(`${sep}node_modules${sep}`))
      continue
    return `${relative(cwd, file).split(sep).join('/')}:${row}:${column}`
  }
  return undefined
}
