import { usageError } from '../../kernel/errors.ts'
import type { Random } from '../../kernel/random.ts'
import type { Feeder } from '../../model/scenario.ts'

/** What a fast-check arbitrary looks like from here, so that plimsoll's types don't need fast-check's. */
export interface ArbitraryLike<T> {
  generate(random: never, biasFactor: number | undefined): { readonly value: T }
}

/**
 * Inputs drawn at once. fast-check favours edge cases at the start of a series (its bias fades with the logarithm of
 * the run's number), so short series keep them coming; longer ones would spend less on starting anew.
 */
const SERIES = 256

/**
 * Inputs of a fast-check arbitrary, edge cases among them: `arbitrary(fc.string())`. Needs fast-check 4, which is not
 * installed with plimsoll.
 */
export function arbitrary<T>(source: ArbitraryLike<T>): Feeder<T> {
  return {
    kind: 'arbitrary',
    open: async (random) => {
      const { sample } = await fastCheck()
      const series = (): T[] => sample(source as never, { seed: seedOf(random), numRuns: SERIES })
      let drawn: T[] = []
      return () => {
        if (drawn.length === 0) drawn = series().reverse()
        return drawn.pop() as T
      }
    },
  }
}

/** fast-check takes a signed 32-bit seed. */
const seedOf = (random: Random): number => random.uint32() | 0

async function fastCheck(): Promise<typeof import('fast-check')> {
  try {
    return await import('fast-check')
  } catch (cause) {
    throw Object.assign(
      usageError(
        'FAST_CHECK_MISSING',
        'the feeder arbitrary() needs fast-check, which is not installed',
        'npm install --save-dev fast-check',
      ),
      { cause },
    )
  }
}
