import type { LoadPhase } from '../../model/load.ts'
import { formatCount } from '../text/quantity.ts'
import { displayWidth, truncateMiddle } from '../text/width.ts'
import { placeTexts } from '../text/placed.ts'
import { lengthText } from '../text/time-axis.ts'
import { sanitise } from './sanitise.ts'
import type { ScheduleCurve } from './schedule-curve.ts'
import { indented, type PlacedPhase, type View } from './schedule-view.ts'

/** The names of a schedule's phases, beneath its chart. */

/** Phases that are listed. */
const PHASES_LISTED = 12

/** Phases with their columns. */
export function placePhases(
  phases: readonly LoadPhase[],
  { durationMs, levels }: ScheduleCurve,
): readonly PlacedPhase[] {
  const columnOf = (atMs: number): number =>
    durationMs > 0 ? Math.round((atMs / durationMs) * levels.length) : 0
  return phases.map((phase) => ({
    ...phase,
    name: sanitise(phase.name),
    first: columnOf(phase.startMs),
    end: columnOf(phase.startMs + phase.durationMs),
  }))
}

const hasRoom = ({ name, first, end }: PlacedPhase): boolean => displayWidth(name) < end - first

/** Names beneath the columns of their phases, as far as they have room. */
export function nameLines(view: View): readonly string[] {
  const names = view.phases
    .filter(hasRoom)
    .map(({ first, name }) => ({ column: first, text: name }))
  return names.length === 0 ? [] : [indented(view, placeTexts(names, view.levels.length))]
}

/** Every phase with its length, where the names of some have no room beneath the chart. */
export function listLines({ phases, pens, ink }: View, width: number): readonly string[] {
  if (phases.every(hasRoom)) return []
  const listed = phases
    .slice(0, PHASES_LISTED)
    .map(({ name, durationMs }) => `${name}: ${lengthText(durationMs)}`)
  const left = phases.length - listed.length
  const more = left > 0 ? [`${pens.more} ${formatCount(left)} more`] : []
  return packed([...listed, ...more], width).map(ink.dim)
}

/** Items with commas between them; a line ends behind one, never inside, unless it is longer than a line. */
function packed(items: readonly string[], width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const [index, item] of items.entries()) {
    const text = truncateMiddle(index < items.length - 1 ? `${item},` : item, width)
    if (line !== '' && displayWidth(line) + 1 + displayWidth(text) > width) {
      lines.push(line)
      line = ''
    }
    line += line === '' ? text : ` ${text}`
  }
  return [...lines, line]
}

/** What the heavy part of the axis means, where not all of it is heavy. */
export function steadyLines({ phases, pens, ink }: View): readonly string[] {
  const isMixed = phases.some(({ steady }) => steady) && phases.some(({ steady }) => !steady)
  return isMixed ? [ink.dim(`${pens.steadyFloor[0]} steady state`)] : []
}
