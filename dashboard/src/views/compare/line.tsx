import type { Rule } from '../../../../src/model/comparison.ts'
import { formatChange, formatChangeInterval } from '../../../../src/show/text/quantity.ts'
import { clip, visibleLine } from '../../../../src/show/text/visible.ts'
import { ForestRow } from '../../charts/forest.tsx'
import type { ForestScale } from '../../charts/forest-scale.ts'
import { VerdictBadge } from '../../parts/verdict-badge.tsx'
import type { PlotRow } from './rows.ts'

/** Longer names are cut in their middle. */
const NAME_LENGTH = 200

interface LineProps {
  readonly row: PlotRow
  readonly scale: ForestScale
  readonly rule: Rule
  /** Of scenarios, which open. */
  readonly opening?: { readonly isOpen: boolean; readonly toggle: () => void }
}

/** One change: words, drawing and numbers side by side. */
export function Line({ row, scale, rule, opening }: LineProps) {
  const { kind, verdict, ratio, interval, times } = row
  return (
    <tr class={`forest-line of-${kind}`}>
      <td class="forest-verdict">
        <VerdictBadge verdict={verdict} />
      </td>
      <th scope="row" class="forest-name">
        <Name row={row} opening={opening} />
      </th>
      <td class="forest-plot">
        {ratio === null ? (
          <span class="muted reason">{visibleLine(row.reason)}</span>
        ) : (
          <ForestRow {...row} scale={scale} rule={ruleOf(row, rule)} />
        )}
      </td>
      <td class="number forest-change">{ratio === null ? '' : formatChange(ratio)}</td>
      <td class="number forest-interval">
        {interval === null ? '' : formatChangeInterval(interval)}
      </td>
      <td class="number forest-time">{times.baseline}</td>
      <td class="number forest-time">{times.current}</td>
    </tr>
  )
}

/** The band is what it was judged by. */
const ruleOf = ({ noiseFloorPercent }: PlotRow, rule: Rule): Rule =>
  noiseFloorPercent === undefined ? rule : { ...rule, tolerancePercent: noiseFloorPercent }

const KINDS: Readonly<Record<PlotRow['kind'], string>> = {
  scenario: '',
  stage: 'stage ',
  metric: 'metric ',
  suggestion: '',
}

function Name({ row, opening }: Pick<LineProps, 'row'> & { opening: LineProps['opening'] }) {
  const name = visibleLine(clip(row.name, NAME_LENGTH))
  if (opening === undefined) {
    return (
      <>
        <span class="muted">{KINDS[row.kind]}</span>
        {name}
      </>
    )
  }
  return (
    <button type="button" class="link" aria-expanded={opening.isOpen} onClick={opening.toggle}>
      <span class="forest-sign" aria-hidden="true">
        {opening.isOpen ? '▾' : '▸'}
      </span>
      {name}
    </button>
  )
}
