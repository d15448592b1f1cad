import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { ExitCode, PlimsollError, usageError } from '../../kernel/errors.ts'
import { type CommandEnd, lastLines, runCommand } from './command.ts'
import { howItEnded, installEnvironment, NPM_QUIET } from './install.ts'
import { readText } from './lockfiles.ts'
import { ownName } from '../../processes/owner.ts'
import { makeFolder } from './places.ts'

/** Installs one version of a published package, with the dependencies it asks for, below `.plimsoll/packages`. */

/** What to install. */
export interface PackagePlan {
  /** Holds `.plimsoll`; absolute. */
  readonly top: string
  /** The project's folder: what relative paths start from. */
  readonly cwd: string
  readonly name: string
  /** A version, a range, a tag, or what else npm installs, such as `file:` with a path. */
  readonly spec: string
  readonly timeoutMs: number
  readonly signal: AbortSignal
  readonly onProgress: ((line: string) => void) | undefined
}

/** A package on disk. */
export interface InstalledPackage {
  /** From where the package and its dependencies are found; absolute. */
  readonly folder: string
  /** As its own package.json says. */
  readonly version: string
}

const EXACT = /^\d+\.\d+\.\d+(?:-[\w.-]+)?$/

/** What npm says of a package or version that there is not. */
const NOT_THERE = /\b(?:E404|ETARGET|ENOVERSIONS|EINVALIDTAGNAME|EINVALIDPACKAGENAME|ENOENT)\b/

/**
 * Installs a package, or finds it installed: an exact version stays as it is for ever, anything else is asked for anew.
 * @throws PlimsollError PACKAGE_NOT_FOUND, INSTALL_FAILED; the signal's reason
 */
export async function installPackage(plan: PackagePlan): Promise<InstalledPackage> {
  const { name, spec } = plan
  const packages = await makeFolder(plan.top, 'packages')
  const known = join(packages, folderName(name, spec))
  if (EXACT.test(spec) && existsSync(known)) return { folder: known, version: spec }
  plan.onProgress?.(`installing ${name}@${spec}`)
  const part = join(packages, await ownName())
  try {
    await install(plan, part)
    const version = await versionIn(part, name)
    const mark = EXACT.test(spec) ? '' : `-${await contentMark(part)}`
    const folder = join(packages, folderName(name, version) + mark)
    await moveTo(part, folder)
    return { folder, version }
  } finally {
    await rm(part, { recursive: true, force: true })
  }
}

const folderName = (name: string, version: string): string => `${name.replace('/', '+')}@${version}`

async function install(plan: PackagePlan, part: string): Promise<void> {
  await mkdir(part)
  const manifest = { private: true, dependencies: { [plan.name]: absolute(plan.spec, plan.cwd) } }
  await writeFile(join(part, 'package.json'), JSON.stringify(manifest))
  // The registry may be set there, and npm looks no further up.
  for (const from of [plan.top, plan.cwd]) {
    await copyFile(join(from, '.npmrc'), join(part, '.npmrc')).catch(() => {})
  }
  const end = await runCommand({
    command: 'npm',
    args: ['install', '--install-links', '--omit=dev', ...NPM_QUIET],
    cwd: part,
    env: installEnvironment(),
    timeoutMs: plan.timeoutMs,
    signal: plan.signal,
  })
  if (end.code !== 0) throw notInstalled(plan, end)
}

/** Paths are relative to the project, but npm runs elsewhere. */
function absolute(spec: string, cwd: string): string {
  const path = /^(?:file:)?(\.{0,2}\/.*)$/.exec(spec)?.[1] ?? /^file:(.*)$/.exec(spec)?.[1]
  return path === undefined ? spec : `file:${resolve(cwd, path)}`
}

async function versionIn(folder: string, name: string): Promise<string> {
  const text = await readText(join(folder, 'node_modules', name, 'package.json'))
  const version: unknown = Reflect.get(Object(JSON.parse(text ?? '{}')), 'version')
  return typeof version === 'string' ? version : '0.0.0'
}

/** Of all that was installed: a tag moves on, and a local package changes without a new version. */
async function contentMark(folder: string): Promise<string> {
  const text = (await readText(join(folder, 'package-lock.json'))) ?? '{}'
  const { packages = {} } = JSON.parse(text) as { readonly packages?: Record<string, unknown> }
  // The first entry is the folder itself, with the name that it has just now.
  const { '': _, ...installed } = packages
  return createHash('sha256').update(JSON.stringify(installed)).digest('hex').slice(0, 8)
}

/** Of two processes at once, the first one's stays. */
async function moveTo(part: string, folder: string): Promise<void> {
  try {
    await rename(part, folder)
  } catch (thrown) {
    if (!existsSync(folder)) throw thrown
  }
}

function notInstalled({ name, spec, timeoutMs }: PackagePlan, end: CommandEnd): PlimsollError {
  if (NOT_THERE.test(end.tail)) {
    return usageError(
      'PACKAGE_NOT_FOUND',
      `there is no package ${name}@${spec}`,
      `npm view ${name} versions lists what the registry has`,
    )
  }
  return new PlimsollError({
    code: 'INSTALL_FAILED',
    message: `${name}@${spec} can't be installed: ${howItEnded('npm install', end, timeoutMs)}`,
    hint: `run npm install ${name}@${spec} in an empty folder to see why`,
    exitCode: ExitCode.usage,
    problems: lastLines(end.tail),
  })
}
