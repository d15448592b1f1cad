import type { Mark, Run } from './run.ts'

/** Whether a limit, and not the user, ended a load test before its time. */
export function wasEndedByLimit({ status, results }: Pick<Run, 'status' | 'results'>): boolean {
  const marks = results.flatMap((result) => result.marks ?? [])
  const has = (wanted: Mark['kind']): boolean => marks.some(({ kind }) => kind === wanted)
  return status === 'aborted' && has('abort') && !has('interrupt')
}
