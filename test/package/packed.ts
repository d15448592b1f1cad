import { existsSync } from 'node:fs'
import { mkdir, readFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFiles } from '../support/folders.ts'
import { type ProcessResult, repositoryPath, runProcess } from '../support/process.ts'

/** The package as a user gets it: packed, and installed in a folder that knows nothing of the checkout. */

/** What was packed. */
export interface Packed {
  /** Absolute path of the tarball. */
  readonly tarball: string
  /** Paths in the package, sorted. */
  readonly files: readonly string[]
  readonly packedBytes: number
  readonly unpackedBytes: number
}

/** The part of `npm pack --json` that is read. */
interface PackReport {
  readonly filename: string
  readonly size: number
  readonly unpackedSize: number
  readonly files: readonly { readonly path: string }[]
}

/** The part of package.json that is read. */
export interface Manifest {
  readonly name: string
  readonly version: string
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>
}

const MINUTE_MS = 60_000
const NPM_SETTINGS =
  /^(npm_config_(registry|cache|userconfig)|https?_proxy|no_proxy|node_extra_ca_certs)$/i

/** Runs npm or npx quietly, under the Node that runs the tests, with the machine's registry and cache. */
export function npm(
  command: 'npm' | 'npx',
  args: readonly string[],
  cwd: string,
): Promise<ProcessResult> {
  const settings = Object.entries(process.env).filter(([name]) => NPM_SETTINGS.test(name))
  const env = { ...Object.fromEntries(settings), npm_config_loglevel: 'error' }
  return runProcess(command, args, { cwd, env, timeoutMs: 2 * MINUTE_MS })
}

/** What the checkout's package.json says. */
export async function readManifest(): Promise<Manifest> {
  return JSON.parse(await readFile(join(repositoryPath, 'package.json'), 'utf8')) as Manifest
}

/** Packs the checkout into a folder. @throws Error when it is not built, or npm fails. */
export async function pack(into: string): Promise<Packed> {
  if (!existsSync(join(repositoryPath, 'dist')))
    throw new Error('Not built: run npm run build first')
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', into]
  const { code, stdout, stderr } = await npm('npm', args, repositoryPath)
  if (code !== 0) throw new Error(`npm pack failed: ${stderr}`)
  const report = firstReport(JSON.parse(stdout))
  const files = report.files.map((file) => file.path).toSorted((a, b) => a.localeCompare(b))
  return {
    tarball: join(into, report.filename),
    files,
    packedBytes: report.size,
    unpackedBytes: report.unpackedSize,
  }
}

/** npm 11 gives a list; npm 12 an object by name. */
function firstReport(json: unknown): PackReport {
  const [report] = Object.values(json as Record<string, PackReport>)
  if (report === undefined) throw new Error('npm pack reported nothing')
  return report
}

/** Installs a tarball into a folder, as a project of its own. @throws Error when npm fails. */
export async function install(tarball: string, folder: string): Promise<void> {
  await writeFiles(folder, { 'package.json': '{ "type": "module", "private": true }\n' })
  const args = [
    'install',
    '--prefer-offline',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    tarball,
  ]
  const { code, stderr } = await npm('npm', args, folder)
  if (code !== 0) throw new Error(`npm install failed: ${stderr}`)
}

/** Lends the project a package of the checkout, which a user would install beside plimsoll. */
export async function lend(name: string, folder: string): Promise<void> {
  const path = join(folder, 'node_modules', name)
  if (existsSync(path)) return
  await mkdir(join(path, '..'), { recursive: true })
  await symlink(join(repositoryPath, 'node_modules', name), path, 'junction')
}
