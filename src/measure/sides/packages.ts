import { join, relative } from 'node:path'
import { type PlimsollError, usageError } from '../../kernel/errors.ts'
import type { ReplacedPackage, SideFolder } from '../../model/duet.ts'
import type { SideFacts } from './facts.ts'
import { installPackage } from './installed-package.ts'
import type { SideOptions } from './options.ts'
import { placeOf } from './project-place.ts'
import { takeSnapshot } from './snapshot.ts'
import { removeWorktree, sweep } from './sweep.ts'

/** Prepares a duet of two versions of one package, under the same perf files. */

/** Which package. */
export interface PackageSidesOptions
  extends Omit<SideOptions, 'prepareCommand' | 'prepareTimeoutMs'> {
  readonly name: string
  /** The baseline's version; a range or a tag is allowed too. */
  readonly a: string
  /** The current side's. */
  readonly b: string
}

/** Two sides that differ in one package alone. Disposing removes what is not kept for the next time. */
export interface PackageSides extends AsyncDisposable {
  /** The working tree, with version `b`. */
  readonly current: SideFolder
  /** A copy of it, with version `a`. */
  readonly baseline: SideFolder
  /** Exact. */
  readonly versions: { readonly current: string; readonly baseline: string }
  /** For the hooks of the duet's process. */
  readonly replace: readonly ReplacedPackage[]
  /** What obstacles are judged by. */
  readonly facts: SideFacts
}

const INSTALL_TIMEOUT_MS = 600_000

/** https://github.com/npm/validate-npm-package-name, without what is only tolerated in old packages. */
const PACKAGE_NAME = /^(?:@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*$/i

/**
 * Installs both versions, each with its own dependencies, and copies the working tree so that its perf files have
 * addresses of their own on each side. Works without a repository.
 *
 * @throws PlimsollError (exit 2) PACKAGE_NOT_FOUND, PACKAGE_VERSIONS_EQUAL, INSTALL_FAILED; the signal's reason when it
 *   is aborted. No copy is left then.
 */
export async function preparePackageSides(options: PackageSidesOptions): Promise<PackageSides> {
  const { name, a, b, signal } = options
  if (!PACKAGE_NAME.test(name)) throw notAName(name)
  const { top, cwd, inGit } = await placeOf(options.cwd, signal)
  await sweep(top)
  const { installTimeoutMs: timeoutMs = INSTALL_TIMEOUT_MS, onProgress } = options
  const plan = { top, cwd, name, timeoutMs, signal, onProgress }
  const baseline = await installPackage({ ...plan, spec: a })
  const current = await installPackage({ ...plan, spec: b })
  if (baseline.folder === current.folder) throw versionsEqual(name, current.version)
  const root = await takeSnapshot({ top, inGit, signal })
  return {
    current: { root: top, cwd },
    baseline: { root, cwd: join(root, relative(top, cwd)) },
    versions: { current: current.version, baseline: baseline.version },
    replace: [{ name, current: current.folder, baseline: baseline.folder }],
    facts: {
      roots: { baseline: root, current: top, home: top },
      changed: new Set(),
      tracked: undefined,
      versions: { current: undefined, baseline: undefined },
      replaced: name,
    },
    [Symbol.asyncDispose]: () => removeWorktree(top, root),
  }
}

function notAName(name: string): PlimsollError {
  return usageError(
    'PACKAGE_NOT_FOUND',
    `${JSON.stringify(name)} is no package's name`,
    'give a package as npm install takes it, such as lodash@4.17.21 or @scope/name@1.0.0',
  )
}

function versionsEqual(name: string, version: string): PlimsollError {
  return usageError(
    'PACKAGE_VERSIONS_EQUAL',
    `both sides would be ${name} ${version}`,
    'give two versions that differ; plimsoll noise measures identical code',
  )
}
