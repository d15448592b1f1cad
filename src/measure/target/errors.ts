import { ExitCode, messageOf, PlimsollError } from '../../kernel/errors.ts'
import { redact } from '../../kernel/redact.ts'
import { StartRefused } from './guard/guarded.ts'
import { BEFORE_FAILED, type TargetEnd } from './guard/protocol.ts'
import { logPath } from './log-file.ts'
import { lackText } from './readiness/wait.ts'
import type { ResolvedPlan } from './resolve.ts'

/** What is said when a service can't be had: exit code 4 each, the last that it wrote as problems. */

/** Its folder is missing: the system would say that the command is. */
export function folderMissing({ name, cwd }: ResolvedPlan): PlimsollError {
  return targetError({
    code: 'TARGET_FOLDER_MISSING',
    message: `${name}: its folder ${cwd} does not exist`,
    hint: 'name an existing folder as its cwd',
  })
}

/** Someone listens on a port that was asked for. */
export function portInUse({ name }: ResolvedPlan, port: number): PlimsollError {
  return targetError({
    code: 'TARGET_PORT_IN_USE',
    message: `${name}: port ${port} is in use`,
    hint: 'end what listens there, or leave the port out: a free one is chosen, and told by {port} or a variable',
  })
}

/** The system would not start the command. */
export function startRefused(
  { name, command }: ResolvedPlan,
  thrown: unknown,
  lastLines: readonly string[],
): PlimsollError {
  const code = thrown instanceof StartRefused ? thrown.code : ''
  if (code === BEFORE_FAILED) {
    return targetError({
      code: 'TARGET_NOT_STARTED',
      message: `${name}: ${redact(messageOf(thrown))}, so that it could not be started`,
      hint: 'mend what its last lines tell',
      problems: lastLines,
    })
  }
  if (isMissing(command, code)) {
    return targetError({
      code: 'TARGET_COMMAND_NOT_FOUND',
      message: `${name}: there is no command ${command}`,
      hint: 'install it, or name the program by its path; arguments belong in args, and no shell reads them',
    })
  }
  const said = redact(messageOf(thrown))
  return targetError({
    code: 'TARGET_NOT_STARTED',
    message: `${name}: the command ${command} could not be started: ${said}`,
    hint:
      code === 'EACCES'
        ? 'make it executable, or run it by its interpreter'
        : 'start it by hand in the same folder to see what is wrong',
  })
}

/**
 * Whether the system means by a code that there is no such command. A folder of `PATH` that another user may not read makes
 * it say EACCES of a name that was found nowhere.
 */
function isMissing(command: string, code: unknown): boolean {
  return code === 'ENOENT' || (code === 'EACCES' && !/[\\/]/.test(command))
}

/** It ended before it could be used. */
export function diedAtOnce(
  plan: ResolvedPlan,
  end: TargetEnd,
  lastLines: readonly string[],
): PlimsollError {
  const { name } = plan
  const inUse = lastLines.some((line) => /EADDRINUSE|address already in use/i.test(line))
  return targetError({
    code: inUse ? 'TARGET_PORT_IN_USE' : 'TARGET_DIED',
    message: `${name}: it ended ${endText(end)} before it was ready`,
    hint: inUse
      ? 'it listens on a port of its own choice: let it take the one that it is told by {port} or a variable'
      : `${earlyEndHint(end, lastLines)}${lastLines.length === 0 ? '' : wholeOutput(plan)}`,
    problems: lastLines,
  })
}

function earlyEndHint({ code }: TargetEnd, lastLines: readonly string[]): string {
  if (code === 0)
    return 'its command must run for as long as the service does: start it in the foreground, not as a daemon'
  return lastLines.length === 0
    ? 'it wrote nothing: start it by hand in the same folder to see what is wrong'
    : 'mend what its last lines tell'
}

/** It runs and does not become ready. */
export function neverReady(
  plan: ResolvedPlan,
  lastLines: readonly string[],
  lastStatus?: number,
): PlimsollError {
  const seconds = plan.readyTimeoutMs / 1000
  return targetError({
    code: 'TARGET_NOT_READY',
    message: `${plan.name}: it was not ready after ${seconds} s: ${lackText(plan.ready, lastStatus)}`,
    hint: `give it more time by readyTimeout, or say by ready what tells that it can be used${wholeOutput(plan)}`,
    problems: lastLines,
  })
}

const wholeOutput = ({ logs, name }: ResolvedPlan): string =>
  logs === undefined ? '' : `; all that it wrote is in ${logPath(logs, name)}`

/** `with exit code 1`, `by SIGKILL`. */
export function endText({ code, signal }: Pick<TargetEnd, 'code' | 'signal'>): string {
  return code === null ? `by ${signal ?? 'a signal'}` : `with exit code ${code}`
}

function targetError(parts: {
  readonly code: string
  readonly message: string
  readonly hint: string
  readonly problems?: readonly string[]
}): PlimsollError {
  return new PlimsollError({ ...parts, exitCode: ExitCode.scenarioFailed })
}
