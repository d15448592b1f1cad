import { computed } from '@preact/signals'
import type uPlot from 'uplot'
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

/** Red, green and blue, 0–255. */
export type Rgb = readonly [red: number, green: number, blue: number]

/** A colour of theme/tokens.css, where they are written as `#rgb` or `#rrggbb`. */
export function inkRgb(name: string): Rgb {
  const digits = ink(name).slice(1)
  const long = digits.length === 3 ? digits.replace(/./g, '$&$&') : digits
  const value = Number.parseInt(long, 16)
  return Number.isNaN(value) ? [0, 0, 0] : [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}

/** A colour as pixels keep it, whatever the processor's order of bytes is. */
export const wordOf = ([red, green, blue]: Rgb): number =>
  new Uint32Array(Uint8Array.of(red, green, blue, 255).buffer)[0] ?? 0

/** A colour of theme/tokens.css, as pixels keep it. */
export const inkWord = (name: string): number => wordOf(inkRgb(name))

/** Series have eight colours; those behind them are told apart by their dashes. */
const SERIES_COLOURS = 8
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

/** Lines and texts of an axis, in the theme's colours. */
export const axisLook = (): uPlot.Axis => ({
  stroke: () => ink('muted'),
  font: AXIS_FONT,
  gap: 6,
  grid: { stroke: () => ink('line'), width: 1 },
  ticks: { stroke: () => ink('line'), width: 1, size: 4 },
})
