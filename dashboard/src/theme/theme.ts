import { signal } from '@preact/signals'
import { isPrinting } from './printing.ts'

/** Themes, the system's own first. */
export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const KEY = 'plimsoll-theme'

/** Goes up whenever colours change: canvases are drawn anew. */
export const themeChanges = signal(0)

const COLOURS_CHANGE = [
  '(prefers-color-scheme: dark)',
  '(prefers-contrast: more)',
  '(forced-colors: active)',
]
for (const media of COLOURS_CHANGE) matchMedia(media).addEventListener('change', redraw)
isPrinting.subscribe(redraw)
apply(chosenTheme())

/** What was chosen here before. A page in a file may have nowhere to keep it. */
export function chosenTheme(): Theme {
  try {
    const kept = localStorage.getItem(KEY)
    return THEMES.find((each) => each === kept) ?? 'system'
  } catch {
    return 'system'
  }
}

export function chooseTheme(theme: Theme): void {
  apply(theme)
  redraw()
  try {
    localStorage.setItem(KEY, theme)
  } catch {
    // It holds until the page is left.
  }
}

function redraw(): void {
  themeChanges.value = themeChanges.peek() + 1
}

function apply(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}

/** A colour of theme/tokens.css, for canvases: `colour('series-1')`. */
export const colour = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()
