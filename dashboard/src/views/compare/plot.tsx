import { useRef } from 'preact/hooks'
import type { Comparison } from '../../../../src/model/comparison.ts'
import { foldSentence } from '../../../../src/show/text/judged.ts'
import { plural } from '../../../../src/show/text/quantity.ts'
import { formatConfidence } from '../../../../src/show/text/sentences.ts'
import { verdictWord } from '../../../../src/show/text/verdicts.ts'
import { ForestAxis, ForestLegend } from '../../charts/forest.tsx'
import { type ForestScale, forestScale } from '../../charts/forest-scale.ts'
import { Empty } from '../../parts/empty.tsx'
import { Section } from '../../parts/section.tsx'
import { useShortcuts } from '../../parts/shortcuts.ts'
import { isPrinting } from '../../theme/printing.ts'
import {
  askedWords,
  askWords,
  chooseParts,
  chosenParts,
  isUnfolded,
  openedKeys,
  toggleGroup,
  toggleKey,
} from './address.ts'
import type { Runs } from './runs.ts'
import { Detail } from './detail.tsx'
import { Line } from './line.tsx'
import { arrangeRows, matching, type PlotEntry, type PlotGroup, type PlotRow } from './rows.ts'

interface PlotProps {
  readonly comparison: Comparison
  readonly runs: Runs
}

/** So many scenarios are seen at a glance. */
const FEW = 8
/** In a table whose lines hold a plot between their words. */
const COLUMNS = 7

/** Every scenario, and those of its parts that tell something: a forest plot as a table. */
export function Plot({ comparison, runs }: PlotProps) {
  const scenarios = matching(comparison.scenarios, askedWords())
  const groups = arrangeRows({ scenarios }, chosenParts())
  const rows = groups.flatMap(({ entries }) => entries.flatMap(({ row, parts }) => [row, ...parts]))
  const scale = forestScale(rows, comparison.rule.unchangedWithinPercent)
  return (
    <Section id="scenarios" title="Scenario by scenario, worst first">
      <Choices comparison={comparison} shown={scenarios.length} />
      {rows.some(hasChange) ? (
        <ForestLegend rule={comparison.rule} hasFloors={rows.some(hasFloor)} />
      ) : null}
      {groups.length === 0 ? (
        <Empty title="No scenario has such a name.">
          <p>
            <button type="button" class="link" onClick={() => askWords('')}>
              Show all of them
            </button>
          </p>
        </Empty>
      ) : (
        <table class="forest">
          <caption class="visually-hidden">
            Change of every scenario from the baseline to the current run, with its interval
          </caption>
          <Head comparison={comparison} scale={rows.some(hasChange) ? scale : undefined} />
          {groups.map((group) => (
            <Group
              key={`${group.id} ${group.verdict}`}
              group={group}
              scale={scale}
              comparison={comparison}
              runs={runs}
            />
          ))}
        </table>
      )}
    </Section>
  )
}

const hasFloor = ({ noiseFloorPercent }: PlotRow): boolean => noiseFloorPercent !== undefined

const hasChange = ({ ratio }: PlotRow): boolean => ratio !== null

/** What is shown of them. */
function Choices({
  comparison,
  shown,
}: {
  readonly comparison: Comparison
  readonly shown: number
}) {
  const search = useRef<HTMLInputElement>(null)
  useShortcuts([{ keys: '/', title: 'Search scenarios', run: () => search.current?.focus() }])
  const { scenarios } = comparison
  const hasParts = scenarios.some(({ stages, metrics }) => stages.length + metrics.length > 0)
  return (
    <div class="toolbar">
      {scenarios.length <= FEW ? null : (
        <label>
          <span class="visually-hidden">Search scenarios</span>
          <input
            ref={search}
            type="search"
            placeholder="Search scenarios"
            value={askedWords()}
            onInput={({ currentTarget }) => askWords(currentTarget.value)}
          />{' '}
          <span class="muted" role="status">
            {askedWords() === '' ? '' : `${shown} of ${plural(scenarios.length, 'scenario')}`}
          </span>
        </label>
      )}
      {hasParts ? (
        <label>
          <input
            type="checkbox"
            checked={chosenParts() === 'all'}
            onChange={({ currentTarget }) => chooseParts(currentTarget.checked ? 'all' : 'telling')}
          />{' '}
          Every stage and metric, not only those that moved
        </label>
      ) : null}
    </div>
  )
}

/** @param props.scale absent where no change is drawn */
function Head(props: { readonly comparison: Comparison; readonly scale: ForestScale | undefined }) {
  const { comparison, scale } = props
  return (
    <thead>
      <tr>
        <th scope="col" class="forest-verdict">
          Verdict
        </th>
        <th scope="col" class="forest-name">
          Scenario
        </th>
        <th scope="col" class="forest-plot">
          {scale === undefined ? (
            'Why'
          ) : (
            <>
              <span class="visually-hidden">Change on a logarithmic axis</span>
              <ForestAxis scale={scale} />
            </>
          )}
        </th>
        <th scope="col" class="number forest-change">
          Change
        </th>
        <th scope="col" class="number forest-interval">
          {formatConfidence(comparison.rule.confidence)} interval
        </th>
        <th scope="col" class="number forest-time">
          Baseline
        </th>
        <th scope="col" class="number forest-time">
          Current
        </th>
      </tr>
    </thead>
  )
}

interface GroupProps extends PlotProps {
  readonly group: PlotGroup
  readonly scale: ForestScale
}

/** The scenarios of one verdict. */
function Group({ group, scale, comparison, runs }: GroupProps) {
  const isOpen = isUnfolded(group) || isPrinting.value
  return (
    <tbody>
      <tr class="forest-group">
        <th scope="rowgroup" colSpan={COLUMNS}>
          <button
            type="button"
            class="link"
            aria-expanded={isOpen}
            onClick={() => toggleGroup(group)}
          >
            <span class="forest-sign" aria-hidden="true">
              {isOpen ? '▾' : '▸'}
            </span>
            {groupTitle(group, comparison)}
          </button>
        </th>
      </tr>
      {isOpen
        ? group.entries.map((entry) => (
            <Entry
              key={entry.scenario.key}
              entry={entry}
              scale={scale}
              comparison={comparison}
              runs={runs}
            />
          ))
        : null}
    </tbody>
  )
}

function groupTitle({ id, verdict, entries }: PlotGroup, comparison: Comparison): string {
  if (id !== 'folded') return `${entries.length} ${verdictWord(verdict)}`
  return foldSentence(
    entries.map(({ scenario }) => scenario),
    comparison,
  )
}

/** One scenario: its line, its parts', and, opened, everything else. */
function Entry(props: PlotProps & { readonly entry: PlotEntry; readonly scale: ForestScale }) {
  const { entry, scale, comparison, runs } = props
  const { key } = entry.scenario
  const isOpen = openedKeys().has(key)
  return (
    <>
      <Line
        row={entry.row}
        scale={scale}
        rule={comparison.rule}
        opening={{ isOpen, toggle: () => toggleKey(key) }}
      />
      {entry.parts.map((part) => (
        <Line key={`${part.kind} ${part.name}`} row={part} scale={scale} rule={comparison.rule} />
      ))}
      {isOpen || (isPrinting.value && entry.scenario.verdict === 'regressed') ? (
        <tr class="forest-detail">
          <td colSpan={COLUMNS}>
            <Detail scenario={entry.scenario} comparison={comparison} runs={runs} />
          </td>
        </tr>
      ) : null}
    </>
  )
}
