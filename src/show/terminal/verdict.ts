import type { Verdict } from '../../model/comparison.ts'
import type { BudgetVerdict, Result, RunStatus } from '../../model/run.ts'
import type { Ink, Paint } from './ansi.ts'

/** Colours and signs of verdicts. The word always stands beside them. */

/** How one verdict looks. */
export interface Look {
  readonly sign: string
  readonly paint: Paint
}

/** The look of a verdict on a scenario or stage. */
export function verdictLook(verdict: Verdict, ink: Ink): Look {
  const looks: Readonly<Record<Verdict, Look>> = {
    regressed: { sign: '✗', paint: ink.red },
    improved: { sign: '✓', paint: ink.green },
    unchanged: { sign: '=', paint: ink.dim },
    inconclusive: { sign: '?', paint: ink.yellow },
    'not-comparable': { sign: '≠', paint: ink.yellow },
    added: { sign: '+', paint: ink.cyan },
    removed: { sign: '-', paint: ink.cyan },
  }
  return looks[verdict]
}

/** The look of a verdict on a budget. */
export function budgetLook(verdict: BudgetVerdict['verdict'], ink: Ink): Look {
  const looks: Readonly<Record<BudgetVerdict['verdict'], Look>> = {
    broken: { sign: '✗', paint: ink.red },
    inconclusive: { sign: '?', paint: ink.yellow },
    met: { sign: '✓', paint: ink.green },
  }
  return looks[verdict]
}

/** The colour of a run's or result's status. */
export function statusPaint(status: RunStatus | Result['status'], ink: Ink): Paint {
  if (status === 'ok' || status === 'complete') return ink.green
  return status === 'failed' ? ink.red : ink.yellow
}
