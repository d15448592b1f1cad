import { usageError } from '../../kernel/errors.ts'
import type { PlannedScenario } from '../../model/plan.ts'
import { nearestOf } from '../nearest.ts'

/** Whatever has a scenario's names. */
type Identified = Pick<PlannedScenario, 'identity'>

/** How many names a message suggests. */
const SUGGESTED = 3

/**
 * The scenarios that match any of the filters; all of them without filters. A filter is part of a key or of a file's
 * path, in any case.
 *
 * @param otherFiles where a filter may find something too: files of which nobody knows yet what they measure
 * @throws PlimsollError NO_SCENARIO_MATCHES when a filter matches none of them
 */
export function filterScenarios<Named extends Identified>(
  planned: readonly Named[],
  filters: readonly string[],
  otherFiles: readonly string[] = [],
): readonly Named[] {
  const lost = filters.filter(
    (filter) =>
      !planned.some((each) => matches(each, filter)) &&
      !otherFiles.some((file) => includes(file, filter)),
  )
  if (lost.length > 0) throw noMatch(lost, planned)
  if (filters.length === 0) return planned
  return planned.filter((each) => filters.some((filter) => matches(each, filter)))
}

/** The files whose path has one of the filters in it; all of them without filters. */
export function filterFiles(
  files: readonly string[],
  filters: readonly string[],
): readonly string[] {
  if (filters.length === 0) return files
  return files.filter((file) => filters.some((filter) => includes(file, filter)))
}

const matches = ({ identity }: Identified, filter: string): boolean =>
  includes(identity.key, filter) || includes(identity.file, filter)

const includes = (text: string, part: string): boolean =>
  text.toLowerCase().includes(part.toLowerCase())

function noMatch(filters: readonly string[], planned: readonly Identified[]): Error {
  const names = planned.flatMap(({ identity }) => [identity.name, identity.file])
  const near = [...new Set(filters.flatMap((filter) => nearestOf(filter, names, SUGGESTED)))]
  const quoted = filters.map((filter) => JSON.stringify(filter)).join(', ')
  return usageError(
    'NO_SCENARIO_MATCHES',
    `no scenario matches ${quoted}`,
    near.length > 0
      ? `near it: ${near.slice(0, SUGGESTED).join(', ')}`
      : "a filter is part of a scenario's name or of its file's path; tests for Vitest are chosen by path alone",
  )
}
