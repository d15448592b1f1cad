import type { RunArguments } from '../../../model/scenario.ts'

/**
 * The innermost loops. This module is instantiated once for each scenario that is measured (`loops.ts?scenario=n`), so
 * that V8's type feedback in it comes from that scenario alone: one shared loop would turn megamorphic with the second
 * scenario of a process and stop inlining.
 *
 * Dead code: the last value returned is kept in a variable that lives across the loop (a phi), which keeps every
 * iteration's call alive without storing anything.
 */

/** A scenario's `run`. */
export type Run = (args: RunArguments) => unknown

/** `RunArguments` whose `input` the loop sets. */
export type LoopArguments = { -readonly [key in keyof RunArguments]: RunArguments[key] }

/** The inputs of a batch: iteration `i` gets `values[i & mask]`; `mask` is a power of two less one. */
export interface Inputs {
  readonly values: readonly unknown[]
  readonly mask: number
}

/** What the loops run: picked once, outside the measured time. */
export interface Loops {
  readonly sync: (run: Run, args: LoopArguments, iterations: number) => unknown
  readonly syncFed: (run: Run, args: LoopArguments, batch: FedBatch) => unknown
  readonly async: (run: Run, args: LoopArguments, iterations: number) => Promise<unknown>
  readonly asyncFed: (run: Run, args: LoopArguments, batch: FedBatch) => Promise<unknown>
}

/** A batch with its inputs; `first` is the index of its first input. */
export interface FedBatch {
  readonly inputs: Inputs
  readonly first: number
  readonly iterations: number
}

/** Calls `run` so many times in a row. */
function sync(run: Run, args: LoopArguments, iterations: number): unknown {
  let last: unknown
  for (let i = 0; i < iterations; i++) last = run(args)
  return last
}

/** Calls `run` so many times in a row, each with its own input. */
function syncFed(run: Run, args: LoopArguments, batch: FedBatch): unknown {
  const { values, mask } = batch.inputs
  const end = batch.first + batch.iterations
  let last: unknown
  for (let i = batch.first; i < end; i++) {
    args.input = values[i & mask]
    last = run(args)
  }
  return last
}

/** Awaits `run` so many times in a row. */
async function asyncLoop(run: Run, args: LoopArguments, iterations: number): Promise<unknown> {
  let last: unknown
  for (let i = 0; i < iterations; i++) last = await run(args)
  return last
}

/** Awaits `run` so many times in a row, each with its own input. */
async function asyncFed(run: Run, args: LoopArguments, batch: FedBatch): Promise<unknown> {
  const { values, mask } = batch.inputs
  const end = batch.first + batch.iterations
  let last: unknown
  for (let i = batch.first; i < end; i++) {
    args.input = values[i & mask]
    last = await run(args)
  }
  return last
}

/** This instance's loops. */
export const loops: Loops = { sync, syncFed, async: asyncLoop, asyncFed }
