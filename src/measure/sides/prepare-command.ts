import { ExitCode, PlimsollError } from '../../kernel/errors.ts'
import type { SideFolder } from '../../model/duet.ts'
import { lastLines, runCommand } from './command.ts'
import { howItEnded, installEnvironment } from './install.ts'
import type { SideOptions } from './options.ts'

/** The project's own way to make a checkout ready, such as `npm run build`. */

const PREPARE_TIMEOUT_MS = 600_000

/** What to run, for which side. */
export interface PreparePlan
  extends Pick<SideOptions, 'prepareCommand' | 'signal' | 'onProgress' | 'prepareTimeoutMs'> {
  /** The revision, for messages. */
  readonly name: string
}

/**
 * Runs the line in the side's folder, by the shell, with what its packages bring on the PATH. Nothing happens when there
 * is none. @throws PlimsollError PREPARE_FAILED with the last lines of its output; the signal's reason
 */
export async function runPrepareCommand(folder: SideFolder, plan: PreparePlan): Promise<void> {
  const { prepareCommand, name, prepareTimeoutMs: timeoutMs = PREPARE_TIMEOUT_MS } = plan
  if (prepareCommand === undefined) return
  plan.onProgress?.(`preparing ${name}: ${prepareCommand}`)
  const end = await runCommand({
    command: prepareCommand,
    cwd: folder.cwd,
    env: installEnvironment([...new Set([folder.cwd, folder.root])]),
    timeoutMs,
    signal: plan.signal,
  })
  if (end.code === 0) return
  throw new PlimsollError({
    code: 'PREPARE_FAILED',
    message: `${name} can't be prepared: ${howItEnded(prepareCommand, end, timeoutMs)}`,
    hint: 'duet.prepare in the configuration must work in a fresh checkout of that revision',
    exitCode: ExitCode.usage,
    problems: lastLines(end.tail),
  })
}
