import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { ExitCode, PlimsollError } from '../../kernel/errors.ts'
import { appliedToPackages } from './applied.ts'
import { type CommandEnd, commandEnvironment, lastLines, runCommand } from './command.ts'
import { lendModules } from './links.ts'
import { type Lockfile, type PackageGroup, type PackageManager, readText } from './lockfiles.ts'
import { ownName } from '../../processes/owner.ts'
import { makeFolder } from './places.ts'

/**
 * Installs the dependencies of a checked-out revision, once for every content of its lockfile.
 *
 *     hash ─→ cached? ───────────────────────────────────────────────→ lend to the worktree
 *               └─→ install in the worktree ─→ move into the cache ──────┘
 *
 * It is installed in the worktree, not in the cache: install scripts and local packages need the project's files.
 */

/** What is kept at most this long without being used. */
const CACHE_LIFETIME_MS = 30 * 24 * 3600 * 1000

/** Settings of package managers that change what they install. */
const SETTINGS_FILES = [
  '.npmrc',
  '.yarnrc',
  '.yarnrc.yml',
  'pnpm-workspace.yaml',
  '.pnpmfile.cjs',
  'bunfig.toml',
]

/** What to install. */
export interface InstallPlan {
  /** The user's checkout, which keeps the cache. */
  readonly top: string
  /** The worktree. */
  readonly root: string
  readonly group: PackageGroup
  readonly lockfile: Lockfile | undefined
  /** Whose dependencies they are, for messages. */
  readonly name: string
  readonly timeoutMs: number
  readonly signal: AbortSignal
  readonly onProgress: ((line: string) => void) | undefined
}

/** Gives the worktree the packages of the group. @throws PlimsollError INSTALL_FAILED; the signal's reason */
export async function installGroup(plan: InstallPlan): Promise<void> {
  const { top, root, group } = plan
  const cache = await makeFolder(top, 'node_modules-cache')
  const kept = join(cache, await keyOf(plan))
  if (!existsSync(kept)) {
    const place = group.folder === '' ? '' : ` in ${group.folder}`
    plan.onProgress?.(`installing the dependencies of ${plan.name}${place}`)
    await install(plan)
    await keep(plan, cache, kept)
    await forgetUnused(cache)
  }
  const now = new Date()
  await utimes(kept, now, now)
  await lendModules({ from: kept, root, folders: group.members })
}

/** Of everything that decides what is installed. */
async function keyOf({ root, group, lockfile }: InstallPlan): Promise<string> {
  const hash = createHash('sha256')
  const major = process.versions.node.split('.', 1)[0]
  hash.update(JSON.stringify([lockfile, major, process.platform, process.arch, group]))
  hash.update(await appliedToPackages(root, group))
  const settings = SETTINGS_FILES.map((name) => join(root, group.folder, name))
  const manifests = group.members.map((folder) => join(root, folder, 'package.json'))
  for (const file of [...settings, ...manifests])
    hash.update(JSON.stringify((await readText(file)) ?? null))
  return hash.digest('hex').slice(0, 24)
}

async function install(plan: InstallPlan): Promise<void> {
  for (const command of commandsOf(plan.lockfile)) {
    const end = await runCommand({
      ...command,
      cwd: join(plan.root, plan.group.folder),
      env: installEnvironment(),
      timeoutMs: plan.timeoutMs,
      signal: plan.signal,
    })
    if (end.code === 0) return
    // The lockfile does not fit the package.json, which npm install puts right; anything else is no better then.
    if (command.command === 'npm' && command.args[0] === 'ci' && end.tail.includes('EUSAGE'))
      continue
    throw installFailed(plan, [command.command, ...command.args].join(' '), end)
  }
}

/** A command with its arguments. */
export interface InstallCommand {
  readonly command: PackageManager
  readonly args: readonly string[]
}

/** What is not needed of npm here. */
export const NPM_QUIET: readonly string[] = ['--no-audit', '--no-fund', '--no-progress']

/** What installs as a lockfile says; a later one is for where an earlier one refuses. */
export function commandsOf(lockfile: Lockfile | undefined): readonly InstallCommand[] {
  if (lockfile === undefined) {
    return [{ command: 'npm', args: ['install', '--no-package-lock', ...NPM_QUIET] }]
  }
  if (lockfile.manager === 'npm') {
    return [
      { command: 'npm', args: ['ci', ...NPM_QUIET] },
      { command: 'npm', args: ['install', ...NPM_QUIET] },
    ]
  }
  // Only Yarn's lockfiles since version 2 hold this.
  const isNewYarn = lockfile.manager === 'yarn' && lockfile.text.includes('__metadata:')
  const frozen = isNewYarn ? '--immutable' : '--frozen-lockfile'
  return [{ command: lockfile.manager, args: ['install', frozen] }]
}

/** What npm tells the scripts it runs, plimsoll being one of them, and what would mislead an npm elsewhere. */
const OF_OUTER_SCRIPT =
  /^(?:INIT_CWD|npm_(?:package|lifecycle)_.*|npm_command|npm_config_(?:local_prefix|workspaces?|include_workspace_root))$/

/** The environment for package managers, and for what the project prepares itself with. */
export function installEnvironment(folders: readonly string[] = []): NodeJS.ProcessEnv {
  const all = Object.entries(commandEnvironment(folders))
  return Object.fromEntries(all.filter(([name]) => !OF_OUTER_SCRIPT.test(name)))
}

/** Whole or not at all; of two processes at once, the first one's stays. */
async function keep({ root, group }: InstallPlan, cache: string, kept: string): Promise<void> {
  const part = join(cache, await ownName())
  try {
    await mkdir(part)
    for (const folder of group.members) {
      const installed = join(root, folder, 'node_modules')
      if (!existsSync(installed)) continue
      await mkdir(join(part, folder), { recursive: true })
      await rename(installed, join(part, folder, 'node_modules'))
    }
    await rename(part, kept)
  } catch (thrown) {
    await rm(part, { recursive: true, force: true })
    if (!existsSync(kept)) throw thrown
  }
}

async function forgetUnused(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    const path = join(cache, name)
    const stats = await stat(path).catch(() => undefined)
    if (stats === undefined || Date.now() - stats.mtimeMs < CACHE_LIFETIME_MS) continue
    await rm(path, { recursive: true, force: true })
  }
}

function installFailed(plan: InstallPlan, command: string, end: CommandEnd): PlimsollError {
  const [manager = ''] = command.split(' ')
  const missing = end.missing || end.code === 127
  return new PlimsollError({
    code: 'INSTALL_FAILED',
    message: `the dependencies of ${plan.name} can't be installed: ${howItEnded(command, { ...end, missing }, plan.timeoutMs)}`,
    hint: missing
      ? `install ${manager}, which wrote the lockfile of ${plan.name}`
      : `check ${plan.name} out and run ${command} there to see why`,
    exitCode: ExitCode.usage,
    problems: lastLines(end.tail),
  })
}

/** In words. */
export function howItEnded(
  command: string,
  { code, missing, timedOut }: CommandEnd,
  timeoutMs: number,
): string {
  if (missing) return `${command.split(' ', 1)[0] ?? command} is not installed`
  if (timedOut) return `${command} took longer than ${timeoutMs / 1000} s`
  return `${command} ${code === null ? 'was killed' : `ended with exit code ${code}`}`
}
