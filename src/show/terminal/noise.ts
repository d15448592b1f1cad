import type { Noise, NoiseFloor } from '../../model/noise.ts'
import { formatPercent, plural } from '../text/quantity.ts'
import {
  environmentLine,
  formatConfidence,
  formatDetectable,
  revisionLine,
} from '../text/sentences.ts'
import { columnsOf, createInk, type Ink, type TerminalOptions } from './ansi.ts'
import { sanitise } from './sanitise.ts'
import { BLANK, type Cell, type Column, cellRow, layOut, type Row, textRow } from './table.ts'

const COLUMNS: readonly Column[] = [
  { align: 'left', flexible: true },
  { align: 'right' },
  { align: 'right' },
  { align: 'right' },
  { align: 'right' },
]

/** What identical code differed by: a line for each scenario and kind of comparison, and what that means. */
export function renderNoise(noise: Noise, options: TerminalOptions): string {
  const ink = createInk(options.color)
  const rows = [
    ...(noise.floors.length === 0 ? [] : [headings(ink), ...floorRows(noise.floors), BLANK]),
    ...unmeasuredRows(noise, ink),
    ...footer(noise, ink),
  ]
  return `${layOut(COLUMNS, rows, columnsOf(options)).join('\n')}\n`
}

const headings = (ink: Ink): Row =>
  cellRow(
    0,
    ['', 'floor', 'detectable', 'spread', 'clock'].map((text) => ({ text, paint: ink.dim })),
  )

/** What each kind of comparison is called beneath its scenario. */
const METHODS: Readonly<Record<NoiseFloor['method'], string>> = {
  duet: 'in a duet',
  interleaved: 'in processes in turn',
  stored: 'against a stored run',
}

function floorRows(floors: readonly NoiseFloor[]): Row[] {
  return [...Map.groupBy(floors, ({ scenario }) => scenario)].flatMap(([scenario, own]) => [
    cellRow(0, [{ text: sanitise(scenario) }]),
    ...own.map((floor) => cellRow(2, cellsOf(floor))),
  ])
}

const cellsOf = (floor: NoiseFloor): Cell[] => [
  { text: METHODS[floor.method] },
  { text: formatPercent(floor.floorPercent) },
  { text: formatDetectable(floor.smallestDetectablePercent) },
  { text: formatPercent(floor.spreadPercent) },
  { text: floor.clock },
]

function unmeasuredRows({ unmeasured }: Noise, ink: Ink): Row[] {
  if (unmeasured.length === 0) return []
  return [
    ...unmeasured.map(({ scenario, reason }) =>
      textRow(0, sanitise(`${scenario}: ${reason}; nothing was kept of it`), ink.red),
    ),
    BLANK,
  ]
}

function footer(noise: Noise, ink: Ink): Row[] {
  const { floors, launches, environment, revision, status } = noise
  const scenarios = new Set(floors.map(({ scenario }) => scenario)).size
  const confidence = formatConfidence(floors[0]?.confidence ?? 0)
  const kept = `${plural(scenarios, 'scenario')} measured beside ${scenarios === 1 ? 'a copy of itself' : 'copies of themselves'}, ${plural(launches, 'process', 'processes')} each.`
  const meaning =
    `A change up to the floor (${confidence} bound of what identical code differs by) is not called ` +
    'on this machine from now on; the detectable one is found most of the time.'
  return [
    ...noise.notes.map((note) => textRow(0, sanitise(note), ink.yellow)),
    ...(floors.length === 0 ? [] : [textRow(0, meaning, ink.dim)]),
    textRow(0, sanitise(`${environmentLine(environment)}; ${revisionLine(revision)}`), ink.dim),
    BLANK,
    textRow(0, status === 'aborted' ? `Interrupted: ${kept}` : kept, ink.bold),
  ]
}
