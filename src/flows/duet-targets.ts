import type { DuetPair } from '../model/duet.ts'
import type { RunningTargets } from '../model/target.ts'
import type { DuetSelection } from './duet-sides.ts'
import type { TargetKeeper } from './target-keeper.ts'

/** What both sides need, running. @throws PlimsollError as `Targets.need` */
export async function withTargets(
  selection: DuetSelection,
  targets: TargetKeeper,
): Promise<{ readonly selection: DuetSelection; readonly targets: RunningTargets }> {
  const named = (pairs: readonly DuetPair[]): readonly DuetPair[] =>
    pairs.map(({ identity, current, baseline }) => ({
      identity,
      current: targets.named(current),
      baseline: targets.named(baseline),
    }))
  const both = { ...selection, pairs: named(selection.pairs), apart: named(selection.apart) }
  const scenarios = [...both.pairs, ...both.apart].flatMap((pair) => [pair.current, pair.baseline])
  return { selection: both, targets: await targets.need(scenarios) }
}
