import { type ExitCode, usageError } from '../../kernel/errors.ts'
import { duet, type DuetOutcome } from '../../flows/duet.ts'
import { profilesOf } from '../../flows/duet-profiles.ts'
import type { DuetSubject } from '../../flows/duet-sides.ts'
import type { Project } from '../../flows/project.ts'
import { renderComparison } from '../../show/index.ts'
import type { Invocation } from '../command.ts'
import { listFiles, lookOf, printJson, textOf, textsOf, watchDuet } from './show.ts'

/** `plimsoll duet`. */
export async function duetAction(invocation: Invocation): Promise<ExitCode> {
  const project = await invocation.openProject()
  const { run, comparison, exitCode } = await measure(invocation, project)
  if (invocation.json) printJson(invocation, comparison)
  else {
    const profiles = profilesOf(comparison, invocation.cwd)
    const files = listFiles('CPU profiles:', profiles, invocation.cwd)
    invocation.io.out(renderComparison(comparison, run, lookOf(invocation)) + files)
  }
  return exitCode
}

/** Measures with progress on stderr. */
async function measure(invocation: Invocation, project: Project): Promise<DuetOutcome> {
  using progress = watchDuet(invocation, project.settings.quiet)
  return await duet(project, {
    subject: subjectOf(invocation),
    filters: textsOf(invocation.options['only']),
    note: textOf(invocation.options['note']),
    watch: progress.watch,
  })
}

/** What the arguments name. @throws PlimsollError BAD_USAGE */
function subjectOf({ arguments: revisions, options }: Invocation): DuetSubject {
  const packages = textsOf(options['package'])
  const [baseline, current] = revisions
  if (packages.length === 0 && baseline !== undefined) {
    return { kind: 'revisions', baseline, current }
  }
  if (packages.length === 0) {
    throw usageError(
      'NO_REVISION',
      'duet needs a revision to compare with',
      'name a branch, tag or commit: plimsoll duet main; or two versions of a package with --package',
    )
  }
  return packagesOf(packages, revisions)
}

function packagesOf(packages: readonly string[], revisions: readonly string[]): DuetSubject {
  // `--package a@1 a@2` reads better than the flag twice: the second may stand as an argument.
  const [before, now, ...rest] = [...packages, ...revisions].map(splitVersion)
  if (before === undefined || now === undefined || rest.length > 0 || before.name !== now.name) {
    throw usageError(
      'BAD_PACKAGES',
      '--package needs two versions of one package',
      'such as: plimsoll duet --package acorn@8.14.0 acorn@8.15.0',
    )
  }
  return { kind: 'package', name: now.name, baseline: before.version, current: now.version }
}

/** `@scope/name@1.2.3` → its parts. */
function splitVersion(text: string): { readonly name: string; readonly version: string } {
  const at = text.lastIndexOf('@')
  if (at > 0 && at < text.length - 1)
    return { name: text.slice(0, at), version: text.slice(at + 1) }
  throw usageError(
    'BAD_PACKAGES',
    `'${text}' is no version of a package`,
    'write it as name@version, such as acorn@8.15.0',
  )
}
