import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { isPrinting } from '../theme/printing.ts'

/** What a fold holds: drawn at once, or, as a function, when it is first opened. */
export type Folded = ComponentChildren | (() => ComponentChildren)

/** What a fold is made of. */
export interface FoldProps {
  readonly title: ComponentChildren
  /** At first; whoever keeps it elsewhere (in the address) changes it with {@link FoldProps.onToggle}. Default: folded. */
  readonly isOpen?: boolean
  readonly onToggle?: (isOpen: boolean) => void
  readonly class?: string
  readonly children: Folded
}

/** Something that is shown when it is asked for, and in print. */
export function Fold({ title, isOpen = false, onToggle, class: name, children }: FoldProps) {
  const [kept, keep] = useState(isOpen)
  const open = onToggle === undefined ? kept : isOpen
  const shown = open || isPrinting.value
  const follow = (event: Event): void => {
    if (!(event.currentTarget instanceof HTMLDetailsElement) || isPrinting.peek()) return
    const { open: next } = event.currentTarget
    if (next === open) return
    keep(next)
    onToggle?.(next)
  }
  return (
    <details class={`fold ${name ?? ''}`} open={shown} onToggle={follow}>
      <summary>{title}</summary>
      <div class="folded">{typeof children === 'function' ? shown && children() : children}</div>
    </details>
  )
}
