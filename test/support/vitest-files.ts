import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { freshProject, type ProjectFiles } from './folders.ts'
import { type ProcessResult, repositoryPath, type RunningProcess, startProcess } from './process.ts'
import type { VitestMeasurement, VitestPlan } from '../../src/measure/bench/vitest/plan.ts'

/** Projects with Vitest's perf tests, and their measuring in a process of its own. */

/** A fresh project in which Vitest is installed too. */
export async function vitestProject(files: ProjectFiles): Promise<string> {
  const path = await freshProject(files)
  await symlink(
    join(repositoryPath, 'node_modules/vitest'),
    join(path, 'node_modules/vitest'),
    'junction',
  )
  return path
}

/** What most perf tests begin with. */
export const PREAMBLE = `
import { expect, test } from 'vitest'
import { scenario } from 'plimsoll'
import { measure } from 'plimsoll/vitest'
`

/** What a test changes of a plan that is as quick as can be. */
export type QuickPlan = Partial<Omit<VitestPlan, 'files' | 'cwd' | 'takenNames'>> & {
  /** Relative to the project. */
  readonly files: readonly string[]
  readonly takenNames?: Readonly<Record<string, string>>
}

/** Starts measuring (or only checking) files of a project. */
export function startVitestFiles(
  cwd: string,
  plan: QuickPlan,
  what: 'check' | 'measure' = 'measure',
): RunningProcess {
  const whole = {
    launches: 1,
    timeMs: 20,
    warmUpMs: 20,
    timeoutMs: 20_000,
    seed: 1,
    budgets: {},
    takenNames: {},
    ...plan,
    cwd,
    files: plan.files.map((file) => join(cwd, file)),
  }
  const script = join(repositoryPath, 'test/support/measure-vitest.ts')
  const args = ['--conditions=plimsoll-source', script, what]
  return startProcess(process.execPath, args, {
    cwd,
    input: JSON.stringify(whole),
    timeoutMs: 90_000,
  })
}

/** Measures files of a project. @throws Error with all that was printed, when the process failed */
export async function measureFiles(cwd: string, plan: QuickPlan): Promise<VitestMeasurement> {
  return read<VitestMeasurement>(await startVitestFiles(cwd, plan).ended)
}

/** Checks files of a project. */
export async function checkFiles(
  cwd: string,
  plan: QuickPlan,
): Promise<{ problems: string[]; tests: Record<string, number> }> {
  return read(await startVitestFiles(cwd, plan, 'check').ended)
}

function read<T>({ code, stdout, stderr }: ProcessResult): T {
  if (code !== 0) throw new Error(`exit code ${code}: ${stderr}`)
  return JSON.parse(stdout) as T
}
