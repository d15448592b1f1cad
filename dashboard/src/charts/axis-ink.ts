import { computed } from '@preact/signals'
import { colour, themeChanges } from '../theme/theme.ts'

/** Colours of the theme for canvases: read once for each theme, not for every stroke. */
const read = computed(() => {
  // Read, so that colours are looked up anew when they change.
  const known = { theme: themeChanges.value, colours: new Map<string, string>() }
  return known.colours
})

/** A colour of theme/tokens.css. */
export function ink(name: string): string {
  const colours = read.value
  const known = colours.get(name)
  if (known !== undefined) return known
  const found = colour(name)
  colours.set(name, found)
  return found
}

/** Series have eight colours; those behind them are told apart by their dashes. */
export const SERIES_COLOURS = 8
const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 3], [8, 3, 2, 3]]

/** How the n-th series of a chart looks. */
export interface SeriesLook {
  /** As in theme/tokens.css. */
  readonly colour: string
  /** Lengths of strokes and gaps in CSS px; empty = none. */
  readonly dash: readonly number[]
}

export const lookOf = (index: number): SeriesLook => ({
  colour: `series-${(index % SERIES_COLOURS) + 1}`,
  dash: DASHES[Math.floor(index / SERIES_COLOURS) % DASHES.length] ?? [],
})

/** The font of axes. */
export const AXIS_FONT = '12px system-ui, sans-serif'
