/** Which keys do what. */

/** Something that a key, or two keys one after the other, do. */
export interface Shortcut {
  /** `?`, `/`, or `g r`: `g`, then `r`. */
  readonly keys: string
  /** In words, for the list of shortcuts. */
  readonly title: string
  readonly run: () => void
}

/** What keys that were pressed one after the other mean. */
export type KeyMeaning =
  | { readonly kind: 'nothing' }
  /** More keys have to come. */
  | { readonly kind: 'begun' }
  | { readonly kind: 'shortcut'; readonly shortcut: Shortcut }

/** Of shortcuts with the same keys the newest holds: a view's own before the page's. */
export function meaningOf(pressed: readonly string[], shortcuts: readonly Shortcut[]): KeyMeaning {
  const keys = pressed.join(' ')
  const shortcut = shortcuts.findLast((each) => each.keys === keys)
  if (shortcut !== undefined) return { kind: 'shortcut', shortcut }
  const isBegun = shortcuts.some((each) => each.keys.startsWith(`${keys} `))
  return { kind: isBegun ? 'begun' : 'nothing' }
}

/** Shortcuts by their keys, as a list shows them. */
export function listedShortcuts(shortcuts: readonly Shortcut[]): readonly Shortcut[] {
  const byKeys = new Map(shortcuts.map((each) => [each.keys, each]))
  return [...byKeys.values()]
}
