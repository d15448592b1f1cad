import { problemLine } from './file-names.ts'
import type { VitestCheck } from './plan.ts'
import type { HostMessage } from './protocol.ts'
import { type HostEnd, runHost } from './run-host.ts'

/** How to check files. */
export interface CheckOptions {
  readonly cwd: string
  /** Of loading one file. */
  readonly timeoutMs: number
  readonly signal: AbortSignal
  readonly onOutput: (text: string) => void
}

/**
 * Loads Vitest's perf tests without running them, and says what is wrong with them: all of it, so that nothing need be
 * measured first. Problems are that Vitest 5 is missing, that a file can't be loaded, or that it has no test.
 *
 * @param files absolute paths
 */
export async function checkVitestFiles(
  files: readonly string[],
  options: CheckOptions,
): Promise<VitestCheck> {
  const seen: Seen = { tests: new Map(), problems: new Map() }
  let left = files
  let end: HostEnd = { status: 'done' }
  // A file that hangs or ends its process takes the others with it: they are loaded again without it.
  while (left.length > 0 && end.status !== 'aborted') {
    end = await loadFiles(left, seen, options)
    left = left.filter((file) => !seen.tests.has(file) && !seen.problems.has(file))
  }
  const { tests, problems } = seen
  return { problems: [...new Set(problems.values())], tests, aborted: end.status === 'aborted' }
}

interface Seen {
  /** Absolute path → number of tests. */
  readonly tests: Map<string, number>
  /** Absolute path → what is wrong. */
  readonly problems: Map<string, string>
}

/** Loads files one after the other; afterwards at least one of them has been seen, or all have been given up. */
async function loadFiles(
  files: readonly string[],
  { tests, problems }: Seen,
  { cwd, timeoutMs, signal, onOutput }: CheckOptions,
): Promise<HostEnd> {
  let loading: string | undefined
  const complain = (file: string, what: string): void =>
    void problems.set(file, problemLine(file, what, cwd))
  const onMessage = (message: HostMessage): void => {
    if (message.kind === 'loading') loading = message.file
    if (message.kind === 'problem') complain(message.file, message.message)
    if (message.kind === 'loaded') tests.set(message.file, message.tests)
    if (message.kind === 'broken' && loading !== undefined) complain(loading, message.error.message)
    if (message.kind === 'unusable') {
      for (const file of files) problems.set(file, message.message)
    }
  }
  const order = { kind: 'load', cwd, files, timeoutMs } as const
  const end = await runHost(order, { signal, onOutput, onMessage })
  const silent = files.filter((file) => !tests.has(file) && !problems.has(file))
  if (end.status === 'aborted' || silent.length === 0) return end
  const blamed = loading !== undefined && silent.includes(loading) ? [loading] : silent
  for (const file of blamed) complain(file, reasonOf(end))
  return end
}

/** Why nothing was heard of a file. */
function reasonOf(end: HostEnd): string {
  if (end.status === 'timed-out') return `loading it takes longer than ${end.limitMs / 1000} s`
  return end.status === 'died'
    ? `the process that loaded it died (${end.signal ?? `exit code ${end.code}`})`
    : 'Vitest did not find it'
}
