import { ExitCode, usageError } from '../../kernel/errors.ts'
import type { Baseline } from '../../model/ports.ts'
import {
  listBaselines,
  removeBaseline,
  rollbackBaseline,
  type SetRequest,
  setBaseline,
  showBaseline,
} from '../../flows/baselines.ts'
import { renderBaselines, renderRun, sanitiseForTerminal } from '../../show/index.ts'
import type { Invocation } from '../command.ts'
import { listFiles, lookOf, printJson, textOf } from './show.ts'

/** `plimsoll baseline set`. */
export function setAction(invocation: Invocation): Promise<ExitCode> {
  return point(invocation, '')
}

/** `plimsoll baseline accept`: an intended change has a reason. */
export function acceptAction(invocation: Invocation): Promise<ExitCode> {
  const reason = textOf(invocation.options['reason']).trim()
  if (reason === '') {
    throw usageError(
      'REASON_MISSING',
      'accepting a change takes a reason',
      'say why: plimsoll baseline accept --reason "…"',
    )
  }
  return point(invocation, reason)
}

async function point(invocation: Invocation, reason: string): Promise<ExitCode> {
  const project = await invocation.openProject()
  const portable = invocation.options['portable'] === true
  const request: SetRequest = { run: invocation.arguments[0], reason, portable }
  const { baseline, file } = await setBaseline(project, request)
  if (invocation.json) printJson(invocation, { ...baseline, file })
  else {
    invocation.io.out(`${describe(baseline)}\n`)
    invocation.io.out(listFiles('Written:', file === undefined ? [] : [file], invocation.cwd))
  }
  return ExitCode.passed
}

const describe = ({ name, run, version }: Baseline): string =>
  sanitiseForTerminal(`Baseline '${name}' is run ${run} (version ${version}).`)

/** `plimsoll baseline show`. */
export async function showAction(invocation: Invocation): Promise<ExitCode> {
  const shown = await showBaseline(await invocation.openProject())
  if (invocation.json) printJson(invocation, { ...shown.baseline, past: shown.past })
  else {
    const look = lookOf(invocation)
    invocation.io.out(renderBaselines(shown.past, look))
    if (shown.run !== undefined) invocation.io.out(`\n${renderRun(shown.run, look)}`)
  }
  return ExitCode.passed
}

/** `plimsoll baseline list`. */
export async function listAction(invocation: Invocation): Promise<ExitCode> {
  const baselines = await listBaselines(await invocation.openProject())
  if (invocation.json) printJson(invocation, baselines)
  else invocation.io.out(renderBaselines(baselines, lookOf(invocation)))
  return ExitCode.passed
}

/** `plimsoll baseline rollback`. */
export async function rollbackAction(invocation: Invocation): Promise<ExitCode> {
  const baseline = await rollbackBaseline(await invocation.openProject())
  if (invocation.json) printJson(invocation, baseline)
  else invocation.io.out(`${describe(baseline)}\n`)
  return ExitCode.passed
}

/** `plimsoll baseline remove`. */
export async function removeAction(invocation: Invocation): Promise<ExitCode> {
  const name = await removeBaseline(await invocation.openProject())
  if (invocation.json) printJson(invocation, { removed: name })
  else invocation.io.out(`${sanitiseForTerminal(`Baseline '${name}' removed.`)}\n`)
  return ExitCode.passed
}
