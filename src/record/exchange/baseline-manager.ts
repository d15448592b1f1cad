import { join, resolve } from 'node:path'
import { type Clock, systemClock } from '../../kernel/clock.ts'
import type { Run } from '../../model/run.ts'
import { readBaselineFile, writeBaselineFile } from './baseline-file.ts'

/** Where a {@link BaselineManager} keeps its baseline, and how it tells the time. */
export interface BaselineManagerOptions {
  /** Default `.performance-baselines`, relative to `cwd`. */
  readonly directory?: string
  /** Default: the working directory of the process. */
  readonly cwd?: string
  /** The baseline's name in the file. Default `main`. */
  readonly name?: string
  readonly clock?: Clock
}

/** How to save. */
export interface SaveOptions {
  /** Why, for an intended change. */
  readonly reason?: string
}

/**
 * One baseline in one file, `baseline.json`, without a store: the portable form, fit for version control.
 *
 * ```ts
 * const baselines = new BaselineManager()
 * if (!(await baselines.exists())) await baselines.save(run)
 * const baseline = await baselines.load()
 * ```
 */
export class BaselineManager {
  /** The file, absolute. */
  readonly path: string
  readonly #name: string
  readonly #clock: Clock

  constructor(options: BaselineManagerOptions = {}) {
    const { directory = '.performance-baselines', cwd = process.cwd() } = options
    this.path = join(resolve(cwd, directory), 'baseline.json')
    this.#name = options.name ?? 'main'
    this.#clock = options.clock ?? systemClock
  }

  /** The baseline's run; `undefined` if none was saved. @throws PlimsollError when the file is broken */
  async load(): Promise<Run | undefined> {
    return (await readBaselineFile(this.path))?.run
  }

  /** Makes `run` the baseline. @throws PlimsollError RUN_NOT_BASELINE for an interrupted or failed run */
  async save(run: Run, options: SaveOptions = {}): Promise<void> {
    await writeBaselineFile(this.path, {
      name: this.#name,
      reason: options.reason ?? '',
      setAt: new Date(this.#clock.epoch()).toISOString(),
      run,
    })
  }

  /** Whether there is a baseline that can be read. @throws PlimsollError when the file is broken */
  async exists(): Promise<boolean> {
    return (await readBaselineFile(this.path)) !== undefined
  }
}
