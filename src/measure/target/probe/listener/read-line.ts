import type { ProbeLine } from '../protocol.ts'

/** Reads what came from a service, which may be anything. */

/** More series than there are, so that a newer probe is understood too. */
const MOST_SERIES = 100

const SERIES = /^[a-z][A-Za-z0-9]{0,63}$/

/** `undefined` when it is not a line of a probe, whole and in order. */
export function readLine(text: string): ProbeLine | undefined {
  const line: unknown = parsed(text)
  if (!isRecord(line) || !isRecord(line['values'])) return undefined
  const { key, pid, fromNs, toNs } = line
  if (typeof key !== 'string' || !Number.isSafeInteger(pid)) return undefined
  if (!isTime(fromNs) || !isTime(toNs) || toNs <= fromNs) return undefined
  const values = Object.entries(line['values'])
  if (values.length > MOST_SERIES || !values.every(isSeries)) return undefined
  return { key, pid: Number(pid), fromNs, toNs, values: Object.fromEntries(values) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isTime = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER

const isSeries = (entry: [string, unknown]): entry is [string, number] =>
  SERIES.test(entry[0]) && typeof entry[1] === 'number' && Number.isFinite(entry[1])
