import type { FunctionChange, ProfileComparison } from '../../../../src/model/comparison.ts'
import {
  functionPlace,
  functionTimes,
  NO_FUNCTION,
  PROFILE_HEADING,
} from '../../../../src/show/text/judged.ts'
import { clip, visibleLine } from '../../../../src/show/text/visible.ts'
import { type Column, Table } from '../../parts/table.tsx'

/** Longer names are cut in their middle. */
const NAME_LENGTH = 200

/** Where the time went on each side, by CPU profiles. */
export function Profile({
  profile: { functions, files },
}: {
  readonly profile: ProfileComparison
}) {
  return (
    <>
      <h3>{functions.length === 0 ? 'CPU profiles' : PROFILE_HEADING.replace(/:$/, '')}</h3>
      {functions.length === 0 ? (
        <p>{NO_FUNCTION}</p>
      ) : (
        <Table
          caption={PROFILE_HEADING}
          columns={COLUMNS}
          rows={functions}
          keyOf={(change) => `${change.name} ${functionPlace(change)}`}
        />
      )}
      <p class="muted">
        The profiles: <code>{visibleLine(files.baseline)}</code> (baseline),{' '}
        <code>{visibleLine(files.current)}</code> (current).
      </p>
    </>
  )
}

const COLUMNS: readonly Column<FunctionChange>[] = [
  {
    id: 'function',
    title: 'Function',
    cell: ({ name }) => <code>{visibleLine(clip(name, NAME_LENGTH))}</code>,
    sortBy: ({ name }) => name,
  },
  {
    id: 'place',
    title: 'Where',
    cell: (change) => <code>{visibleLine(clip(functionPlace(change), NAME_LENGTH))}</code>,
    sortBy: functionPlace,
  },
  {
    id: 'time',
    title: 'Own time an iteration',
    cell: functionTimes,
    sortBy: ({ baselineNs, currentNs }) => currentNs - baselineNs,
  },
]
