import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Step } from './schedule.ts'
import type { Workload } from './workloads.ts'

/**
 * The two revisions of a workload, as folders that differ in one constant:
 *
 *   json-baseline-0-none-esm/   json.perf.ts · slowdown.ts (0) · node_modules → plimsoll, the library
 *   json-current-5-none-esm/    json.perf.ts · slowdown.ts (5) · node_modules → plimsoll, the library (a copy, or the same)
 */

/** The folders of a comparison's sides, absolute. */
export interface SidePair {
  readonly baseline: string
  readonly current: string
}

const REPOSITORY = resolve(import.meta.dirname, '../..')
const WORKLOADS = join(import.meta.dirname, 'workloads')
const SHARED_FILES = ['made-up.ts', 'loopback.ts', 'server.ts']

const SLOWDOWN = (percent: number): string =>
  `export const EXTRA_PERCENT: number = ${percent}
export const operations = (usual: number): number => usual + (usual * EXTRA_PERCENT) / 100
`

/** The perf file of a workload in a side's folder. */
export const perfFileIn = (folder: string, { name }: Workload): string =>
  join(folder, `${name}.perf.ts`)

/** Makes folders as they are asked for, and removes all of them. */
export class SideFolders implements AsyncDisposable {
  readonly #root: string
  readonly #made = new Map<string, Promise<string>>()

  private constructor(root: string) {
    this.#root = root
  }

  static async open(): Promise<SideFolders> {
    return new SideFolders(await mkdtemp(join(tmpdir(), 'plimsoll-gate-')))
  }

  async of(step: Step): Promise<SidePair> {
    const baseline = await this.#folder(step, 'baseline', 0)
    return { baseline, current: await this.#folder(step, 'current', step.injectedPercent) }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled(this.#made.values())
    await rm(this.#root, { recursive: true, force: true, maxRetries: 3 })
  }

  #folder(step: Step, side: keyof SidePair, percent: number): Promise<string> {
    const { workload, library, modules } = step
    const folder = join(this.#root, `${workload.name}-${side}-${percent}-${library}-${modules}`)
    const made = this.#made.get(folder) ?? make(folder, { workload, library, modules, percent })
    this.#made.set(folder, made)
    return made
  }
}

interface Contents extends Pick<Step, 'workload' | 'library' | 'modules'> {
  readonly percent: number
}

async function make(folder: string, contents: Contents): Promise<string> {
  const { workload, library, percent } = contents
  const modules = join(folder, 'node_modules')
  await mkdir(modules, { recursive: true })
  const files = [...SHARED_FILES, `${workload.name}.perf.ts`]
  await Promise.all(files.map((file) => cp(join(WORKLOADS, file), join(folder, file))))
  await writeFile(join(folder, 'slowdown.ts'), SLOWDOWN(percent))
  // Without a type, tsx compiles to CommonJS, as in most projects that began before modules.
  const manifest = { private: true, ...(contents.modules === 'esm' ? { type: 'module' } : {}) }
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest))
  await symlink(REPOSITORY, join(modules, 'plimsoll'), 'junction')
  if (workload.library === undefined) return folder
  const installed = join(REPOSITORY, 'node_modules', workload.library)
  const own = join(modules, workload.library)
  if (library === 'own') await cp(installed, own, { recursive: true })
  else await symlink(installed, own, 'junction')
  return folder
}
