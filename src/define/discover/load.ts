import { fileURLToPath } from 'node:url'
import type { TransportPlace } from '../../model/load.ts'
import type { Budget } from '../../model/scenario.ts'
import { isOwnTransport } from '../declarative.ts'
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
  /** Every transport that scenarios may name. Default: none. */
  readonly transports?: Readonly<Record<string, TransportPlace>>
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
    transports = {},
    importTimeoutMs = IMPORT_TIMEOUT_MS,
    signal = new AbortController().signal,
  } = options
  const modules = modulesOfUsers(transports)
  const all = [...modules, ...files]
  const outcomes: FileOutcome[] = []
  while (outcomes.length < all.length) {
    const rest = all.filter((file) => !outcomes.some(({ path }) => path === file))
    const order = { files: rest, transports, broken: brokenOf(transports, outcomes), cwd }
    outcomes.push(...(await importRound(order, { cwd, env, importTimeoutMs, signal })))
  }
  // A module that is fine has nothing to plan.
  const telling = outcomes.filter((one) => 'problem' in one || !modules.includes(one.path))
  return planScenarios(telling, { cwd, timeoutMs, budgets, transports })
}

/** Transports whose modules were told of: importing them again could hang again. */
function brokenOf(
  transports: Readonly<Record<string, TransportPlace>>,
  outcomes: readonly FileOutcome[],
): readonly string[] {
  const paths = outcomes.flatMap((outcome) => ('problem' in outcome ? outcome.path : []))
  return Object.keys(transports).filter((name) =>
    paths.includes(fileURLToPath(transports[name]?.url ?? '')),
  )
}

/** Files of the user's transports; plimsoll's own need no looking at. */
function modulesOfUsers(transports: Readonly<Record<string, TransportPlace>>): readonly string[] {
  const names = Object.keys(transports).filter((name) => !isOwnTransport(name))
  return [...new Set(names.map((name) => fileURLToPath(transports[name]?.url ?? '')))]
}
