import type { CauseReport } from '../../model/cause.ts'

/** Causes that are told. */
const TOLD = 3

/** What made a load test slow, in lines: what is said of it, and the evidence of the likeliest causes. */
export interface CauseLines {
  readonly summary: string
  readonly evidence: readonly string[]
}

/** `undefined` where latency did not move, so that nobody asks. */
export function causeLines(causes: CauseReport | undefined): CauseLines | undefined {
  if (causes === undefined || (causes.verdict === 'none' && causes.effect === null))
    return undefined
  const evidence = causes.ranked.slice(0, TOLD).map(({ words, evidence: said, explains }) => {
    const others = explains.length === 0 ? '' : ` (it explains ${explains.join(', ')} too)`
    return `${words}: ${said}${others}`
  })
  return { summary: causes.summary, evidence }
}
