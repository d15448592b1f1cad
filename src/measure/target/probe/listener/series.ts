/** What becomes of a series where several stretches of time, or several processes, are told as one. */

/** Things that processes have each for themselves, and that add up to those of the service. */
const ADDED =
  /^(?:cpuCores|activeHandles|\w+(?:Bytes|PerSecond|InFlight)|pgPool(?:Waiting|WaitingMax|Busy))$/

/** `add`: their sum. `worst`: that of the process which does worst, since its requests feel it. */
export type Among = 'add' | 'worst'

/** How processes of one service are told as one. */
export const amongProcesses = (series: string): Among => (ADDED.test(series) ? 'add' : 'worst')

/** `mean`: by how long each lasted. `max`: the largest. */
export const overTime = (series: string): 'mean' | 'max' =>
  /Max(?:Ms|[A-Z]\w*)?$/.test(series) ? 'max' : 'mean'

/** By which series the times of operations are weighted: a mean of few counts less than one of many. */
export function weightOf(series: string): string | undefined {
  const library = /^(undici|httpClient|pgQuery|redisCommand)(?:Mean|P99)Ms$/.exec(series)?.[1]
  return library === undefined ? undefined : RATES[library]
}

const RATES: Readonly<Record<string, string>> = {
  undici: 'undiciRequestsPerSecond',
  httpClient: 'httpClientRequestsPerSecond',
  pgQuery: 'pgQueriesPerSecond',
  redisCommand: 'redisCommandsPerSecond',
}
