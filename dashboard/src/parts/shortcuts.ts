import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { meaningOf, type Shortcut } from './keys.ts'

/** How long the first of two keys waits for the second. */
const NEXT_KEY_MS = 1500
const KEPT = 'plimsoll-keys'
const TYPING = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]'

/** Those that hold now, the page's own first. */
export const shortcuts = signal<readonly Shortcut[]>([])

/** Whether single keys do anything: who speaks to the computer may not want it (WCAG 2.1.4). */
export const areKeysOn = signal(keptChoice())

export function switchKeys(isOn: boolean): void {
  areKeysOn.value = isOn
  try {
    localStorage.setItem(KEPT, isOn ? 'on' : 'off')
  } catch {
    // It holds until the page is left.
  }
}

function keptChoice(): boolean {
  try {
    return localStorage.getItem(KEPT) !== 'off'
  } catch {
    return true
  }
}

/** Adds shortcuts for as long as the component is there. @param names what they depend on */
export function useShortcuts(added: readonly Shortcut[], names: readonly unknown[] = []): void {
  useEffect(() => {
    shortcuts.value = [...shortcuts.peek(), ...added]
    return () => {
      shortcuts.value = shortcuts.peek().filter((each) => !added.includes(each))
    }
  }, names)
}

/** Listens for as long as the page is there. @returns what ends it */
export function listenForKeys(): () => void {
  let pressed: readonly string[] = []
  let lastMs = 0
  const onKey = (event: KeyboardEvent): void => {
    if (!isMeant(event)) return
    pressed = event.timeStamp - lastMs > NEXT_KEY_MS ? [event.key] : [...pressed, event.key]
    lastMs = event.timeStamp
    const meaning = meaningOf(pressed, shortcuts.value)
    if (meaning.kind === 'begun') return
    pressed = []
    if (meaning.kind === 'nothing') return
    event.preventDefault()
    meaning.shortcut.run()
  }
  addEventListener('keydown', onKey)
  return () => removeEventListener('keydown', onKey)
}

/** Neither typed into something, nor meant for the browser. */
function isMeant({
  target,
  ctrlKey,
  metaKey,
  altKey,
  defaultPrevented,
  key,
}: KeyboardEvent): boolean {
  if (!areKeysOn.value || defaultPrevented || ctrlKey || metaKey || altKey) return false
  if (key === 'Shift' || key.length > 1) return false
  return !(target instanceof Element && target.closest(`${TYPING}, dialog`) !== null)
}
