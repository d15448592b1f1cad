import type { Comparison } from '../../../../src/model/comparison.ts'
import type { Run } from '../../../../src/model/run.ts'

type Kind = Pick<Run, 'kind'> | undefined

/** That records of a duet's sides are less than the duet: they don't hold which samples were taken together. Empty otherwise. */
export function duetNote(
  { method }: Pick<Comparison, 'method'>,
  current: Kind,
  baseline: Kind,
): string {
  if (method !== 'stored' || current?.kind !== 'duet' || baseline?.kind !== 'duet') return ''
  return (
    'Both are sides of duets, and are compared here as runs by themselves. What a duet says of its own sides is more ' +
    'exact, since it alternates them in one process: plimsoll duet prints it.'
  )
}
