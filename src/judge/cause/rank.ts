import type { Mechanism } from '../../model/cause.ts'
import type { Fit } from './fit.ts'
import { CONSEQUENCES } from './mechanisms/table.ts'
import type { Suspect } from './suspect.ts'

/** Suspects that fit, the likeliest first: causes before what follows from them. */

/** A suspect that fits, with what it explains. */
export interface RankedFit extends Fit {
  readonly explained: readonly Fit[]
}

/** A cause must explain at least so much of what its consequence does. */
const EXPLAINS = 0.5
/** What another explains is worth less, and not nothing: the rules may be wrong about this service. */
const CONSEQUENCE_WEIGHT = 0.4

/** @param fits of any score; @returns one of each mechanism and source, those that explain nothing left out */
export function rankFits(fits: readonly Fit[]): readonly RankedFit[] {
  const best = bestOfEach(fits.filter(({ score }) => score > 0))
  return best
    .map((fit) => {
      const isExplained = best.some((other) => explains(other, fit))
      return {
        ...fit,
        score: fit.score * (isExplained ? CONSEQUENCE_WEIGHT : 1),
        explained: best.filter((other) => explains(fit, other)),
      }
    })
    .toSorted((one, other) => other.score - one.score)
}

function bestOfEach(fits: readonly Fit[]): readonly Fit[] {
  const best = new Map<string, Fit>()
  for (const fit of fits) {
    const { mechanism, kind, source = '' } = fit.suspect
    // Each stage is a place of its own.
    const key = [mechanism, kind, kind === 'stage' ? fit.suspect.series : source].join('/')
    if ((best.get(key)?.score ?? 0) < fit.score) best.set(key, fit)
  }
  return [...best.values()]
}

function explains(cause: Fit, other: Fit): boolean {
  return (
    cause !== other &&
    mayCause(cause.suspect, other.suspect) &&
    cause.share >= EXPLAINS * other.share &&
    cause.score >= EXPLAINS * other.score &&
    (!mayCause(other.suspect, cause.suspect) || explainsMore(cause, other))
  )
}

function mayCause(one: Suspect, two: Suspect): boolean {
  if (one.kind === 'stage') return two.kind === 'stage' && isInside(one, two)
  return CONSEQUENCES[one.mechanism].includes(two.mechanism) && areNear(one, two)
}

/** Where each may follow from the other. */
function explainsMore(one: Fit, two: Fit): boolean {
  if (one.share !== two.share) return one.share > two.share
  return DEEPEST_FIRST.indexOf(one.suspect.mechanism) < DEEPEST_FIRST.indexOf(two.suspect.mechanism)
}

const DEEPEST_FIRST = Object.keys(CONSEQUENCES)

/** What one process does to itself stays there; waiting is felt by others. */
const FELT_BY_OTHERS = new Set<Mechanism>(['downstream', 'pool', 'stage'])

const areNear = (one: Suspect, two: Suspect): boolean =>
  one.source === two.source || one.kind === 'generator' || FELT_BY_OTHERS.has(two.mechanism)

/** A stage inside another. */
const isInside = (inner: Suspect, outer: Suspect): boolean =>
  inner.series.startsWith(`${outer.series} > `)
