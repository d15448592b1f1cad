import { isAbsolute, relative, resolve } from 'node:path'
import { PlimsollError, usageError } from '../kernel/errors.ts'
import type { Side } from '../model/duet.ts'
import type { StartedTarget, TargetInfo } from '../model/target.ts'
import { type RunningTarget, type ServiceDeath, startTarget } from '../measure/index.ts'
import type { DuetSides } from './duet-sides.ts'
import type { Project } from './project.ts'

/** Two revisions of a target, side by side. */

/** What is started of both. */
export interface PairRequest {
  readonly target: StartedTarget
  readonly sides: DuetSides
}

/** Fresh instances of both revisions, that can be used. Disposing of them stops both. */
export interface RunningPair extends AsyncDisposable {
  readonly info: Readonly<Record<Side, TargetInfo>>
  /** Of those that ended by themselves, oldest first. */
  readonly deaths: readonly SideDeath[]
}

/** One side's instance or private server, and how it ended. */
export interface SideDeath {
  readonly side: Side
  readonly death: ServiceDeath
}

/**
 * Starts both, one after the other: whoever starts meets the same machine.
 * @throws PlimsollError as `startTarget` does, with the name of the side; nothing is left behind
 */
export async function startPair(
  project: Project,
  { target, sides }: PairRequest,
  first: Side,
): Promise<RunningPair> {
  await using stack = new AsyncDisposableStack()
  const deaths: SideDeath[] = []
  const plan = besideAnother(target, project.cwd)
  const start = async (side: Side): Promise<RunningTarget> =>
    stack.use(
      await startTarget(plan, {
        cwd: sides[side].folder.cwd,
        signal: project.signal,
        envOf: () => ({}),
        logs: logsOf(project, side),
        onDeath: (death) => deaths.push({ side, death }),
      }).catch((thrown: unknown) => {
        throw ofSide(thrown, sides[side].name)
      }),
    )
  const second: Side = first === 'current' ? 'baseline' : 'current'
  const started = [await start(first), await start(second)] as const
  const [current, baseline] = first === 'current' ? started : started.toReversed()
  if (current === undefined || baseline === undefined) throw new RangeError('a side is missing')
  const kept = stack.move()
  return {
    info: { current: current.info, baseline: baseline.info },
    deaths,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

/** Of the last round that was started: each begins its files anew. */
function logsOf({ cwd, settings: { targetLogsDir } }: Project, side: Side): string | undefined {
  return targetLogsDir === undefined ? undefined : resolve(cwd, targetLogsDir, side)
}

/** Which of two revisions can't be started is half of what is to be known. */
function ofSide(thrown: unknown, name: string): unknown {
  if (!(thrown instanceof PlimsollError)) return thrown
  const { code, message, hint, exitCode, problems } = thrown
  const said = `${name}: ${message}`
  return new PlimsollError({ code, message: said, hint, exitCode, problems, cause: thrown })
}

/** Of the same place in each checkout. @throws PlimsollError (exit 2) when both sides would be the same, or in each other's way */
function besideAnother(target: StartedTarget, cwd: string): StartedTarget {
  const { service, name } = target
  const fixed = Object.values(service.ports ?? {}).some((port) => port.fixed !== undefined)
  if (fixed) {
    throw usageError(
      'AGAINST_FIXED_PORT',
      `${name} has a fixed port, and two revisions of it are to run side by side`,
      'let plimsoll choose its ports: leave out fixed in its ports',
    )
  }
  if (service.cwd === undefined || !isAbsolute(service.cwd)) return target
  const within = relative(cwd, service.cwd)
  if (!within.startsWith('..') && !isAbsolute(within)) {
    return { ...target, service: { ...service, cwd: within } }
  }
  throw usageError(
    'AGAINST_SAME_CODE',
    `${name} is started in ${service.cwd}, which is the same for both revisions`,
    'give it a cwd within the project',
  )
}
