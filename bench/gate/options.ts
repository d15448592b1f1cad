import { join } from 'node:path'
import { parseArgs } from 'node:util'

/** What to do, as the command line says. */
export interface GateOptions {
  /** The results: one line a comparison. */
  readonly out: string
  /** The table. */
  readonly table: string
  /** Start nothing after so many; `undefined` = until there are {@link ENOUGH} A/A comparisons. */
  readonly minutes: number | undefined
  /** Which of the two conditions. */
  readonly neighbour: 'both' | 'only' | 'never'
  /** Parts of workloads' names; empty = all. */
  readonly only: readonly string[]
  readonly tunedOnly: boolean
  /** Which slowdowns; empty = all. */
  readonly injected: readonly number[]
  /** Always so many processes; `undefined` = as the gate decides. */
  readonly processes: number | undefined
  /** Plain processes for the rules of today in one of so many comparisons. */
  readonly plainEvery: number
  readonly judgeOnly: boolean
  readonly seed: number
}

/** A/A comparisons that make a full run. */
export const ENOUGH = 600

const QUICK_MINUTES = 10
const RESULTS = join(import.meta.dirname, 'results')

export const USAGE = `npm run bench:gate -- [options]

  --quick           ten minutes
  --minutes N       start nothing new after N minutes (default: until there are ${ENOUGH} A/A comparisons)
  --neighbour       only with a busy process on each core
  --alone           only without
  --only NAME       workloads whose name contains NAME; may be repeated
  --tuned           only workloads that are not held out
  --injected N      only slowdowns of N percent (0 = A/A); may be repeated
  --processes N     always N processes a comparison, whatever they say
  --plain-every N   plain processes, for the rules of today, in one of N comparisons (default 1)
  --judge-only      measure nothing: the table of what is recorded
  --out FILE        results, one line a comparison (default: bench/gate/results/comparisons.ndjson);
                    what is there already is not measured again
  --table FILE      where the table goes (default: bench/gate/results.md)
  --seed N          of the order (default 1)
`

/** @throws TypeError on an option that is not known; RangeError on one that is no number */
export function readOptions(args: readonly string[]): GateOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', short: 'h' },
      quick: { type: 'boolean' },
      minutes: { type: 'string' },
      neighbour: { type: 'boolean' },
      alone: { type: 'boolean' },
      only: { type: 'string', multiple: true },
      tuned: { type: 'boolean' },
      injected: { type: 'string', multiple: true },
      processes: { type: 'string' },
      'plain-every': { type: 'string' },
      'judge-only': { type: 'boolean' },
      out: { type: 'string' },
      table: { type: 'string' },
      seed: { type: 'string' },
    },
  })
  if (values.help === true) return 'help'
  const quick = values.quick === true ? QUICK_MINUTES : undefined
  return {
    out: values.out ?? join(RESULTS, 'comparisons.ndjson'),
    table: values.table ?? join(import.meta.dirname, 'results.md'),
    minutes: numberOf('minutes', values.minutes) ?? quick,
    neighbour: condition(values.neighbour === true, values.alone === true),
    only: values.only ?? [],
    tunedOnly: values.tuned === true,
    injected: (values.injected ?? []).map((text) => numberOf('injected', text) ?? 0),
    processes: numberOf('processes', values.processes),
    plainEvery: Math.max(1, numberOf('plain-every', values['plain-every']) ?? 1),
    judgeOnly: values['judge-only'] === true,
    seed: numberOf('seed', values.seed) ?? 1,
  }
}

function condition(neighbour: boolean, alone: boolean): GateOptions['neighbour'] {
  if (neighbour === alone) return 'both'
  return neighbour ? 'only' : 'never'
}

function numberOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (text !== '' && Number.isFinite(value) && value >= 0) return value
  throw new RangeError(`--${name} is a number, not '${text}'`)
}
