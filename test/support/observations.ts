import type { LoadObservations } from '../../src/model/load.ts'

/** What a client hands over of what it saw beside its exchanges. */
export interface Drained {
  readonly counts: Readonly<Record<string, number>>
  /** By metric, each value as often as it came. */
  readonly values: Readonly<Record<string, readonly number[]>>
}

/** Asks a client for what it saw since the last time. @throws Error for a name that it did not announce */
export function drained(observations: LoadObservations): Drained {
  const counts: Record<string, number> = {}
  const values: Record<string, number[]> = {}
  observations.drain({
    count: (name, added) => {
      expectKind(observations, name, 'counter')
      counts[name] = (counts[name] ?? 0) + added
    },
    value: (name, value, times) => {
      expectKind(observations, name, 'trend')
      const list = (values[name] ??= [])
      for (let time = 0; time < times; time++) list.push(value)
    },
  })
  return { counts, values }
}

function expectKind({ metrics }: LoadObservations, name: string, kind: string): void {
  if (metrics[name]?.kind !== kind) throw new Error(`'${name}' was not announced as a ${kind}`)
}
