import { ExitCode } from '../../kernel/errors.ts'
import { copyStore, migrateStore, pruneStore, verifyProjectStore } from '../../flows/store-care.ts'
import {
  plural,
  renderPruneReport,
  renderStoreReport,
  sanitiseForTerminal,
} from '../../show/index.ts'
import type { Invocation } from '../command.ts'
import { lookOf, printJson } from './show.ts'

/** `plimsoll store verify`. */
export async function verifyAction(invocation: Invocation): Promise<ExitCode> {
  const report = await verifyProjectStore(await invocation.openProject())
  if (invocation.json) printJson(invocation, report)
  else invocation.io.out(renderStoreReport(report, lookOf(invocation)))
  return report.ok ? ExitCode.passed : ExitCode.store
}

/** `plimsoll store prune`. */
export async function pruneAction(invocation: Invocation): Promise<ExitCode> {
  const dryRun = invocation.options['dryRun'] === true
  const report = await pruneStore(await invocation.openProject(), dryRun)
  if (invocation.json) printJson(invocation, report)
  else invocation.io.out(renderPruneReport(report, { ...lookOf(invocation), dryRun }))
  return ExitCode.passed
}

/** `plimsoll store migrate`. */
export async function migrateAction(invocation: Invocation): Promise<ExitCode> {
  const { url } = await migrateStore(await invocation.openProject())
  if (invocation.json) printJson(invocation, { url, current: true })
  else invocation.io.out(`${sanitiseForTerminal(`${url} is in the format of this version.`)}\n`)
  return ExitCode.passed
}

/** `plimsoll store copy`. */
export async function copyAction(invocation: Invocation): Promise<ExitCode> {
  const report = await copyStore(await invocation.openProject(), invocation.arguments[0] ?? '')
  if (invocation.json) printJson(invocation, report)
  else {
    const { runs, baselines, noise, from, to } = report
    const floors = noise === 0 ? '' : `, and ${plural(noise, 'noise floor')}`
    const copied = `${plural(runs, 'run')} and ${plural(baselines, 'baseline')}${floors}`
    invocation.io.out(`${sanitiseForTerminal(`Copied ${copied} from ${from} to ${to}.`)}\n`)
  }
  return ExitCode.passed
}
