import type { Budget } from '../../model/scenario.ts'
import { importRound } from './import-round.ts'
import { type Discovered, planScenarios } from './plan.ts'
import type { FileOutcome } from './protocol.ts'

/** How to load scenarios. */
export interface LoadOptions {
  /** The project's folder, absolute. */
  readonly cwd: string
  /** Time-out of each step of a scenario's launch, where the scenario sets none. */
  readonly timeoutMs: number
  /** Budgets of the configuration, by the scenario's name. */
  readonly budgets?: Readonly<Record<string, Budget>>
  /** What the perf files find in `process.env`. Default: this process's. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Longest that importing one file may take. Default: 30 s. */
  readonly importTimeoutMs?: number
  readonly signal?: AbortSignal
}

const IMPORT_TIMEOUT_MS = 30_000

/**
 * Imports perf files and describes the scenarios they export. Everything that is wrong, in any file, is in `problems`.
 *
 *   files ─→ process ─→ a file ends or hangs it ─→ new process for the rest ─→ … ─→ plan
 *
 * @throws PlimsollError DISCOVERY_NOT_STARTED; the signal's reason when it is aborted
 */
export async function loadScenarios(
  files: readonly string[],
  options: LoadOptions,
): Promise<Discovered> {
  const {
    cwd,
    timeoutMs,
    budgets = {},
    env = process.env,
    importTimeoutMs = IMPORT_TIMEOUT_MS,
    signal = new AbortController().signal,
  } = options
  const outcomes: FileOutcome[] = []
  while (outcomes.length < files.length) {
    const rest = files.filter((file) => !outcomes.some(({ path }) => path === file))
    outcomes.push(
      ...(await importRound({ files: rest, cwd }, { cwd, env, importTimeoutMs, signal })),
    )
  }
  return planScenarios(outcomes, { cwd, timeoutMs, budgets })
}
