import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

/**
 * What may be wider than the page scrolls by itself, so that the page does not. It takes part in the keyboard's round
 * only while there is something to scroll.
 */
export function Scroll(props: { readonly label: string; readonly children: ComponentChildren }) {
  const { label, children } = props
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const { current } = box
    if (current === null) return undefined
    const observer = new ResizeObserver(() => followWidth(current, label))
    observer.observe(current)
    for (const child of current.children) observer.observe(child)
    return () => observer.disconnect()
  }, [label])
  return (
    <div class="scroll" ref={box}>
      {children}
    </div>
  )
}

function followWidth(box: HTMLElement, label: string): void {
  const scrolls = box.scrollWidth > box.clientWidth + 1
  const attributes = { tabindex: '0', role: 'region', 'aria-label': label }
  for (const [name, value] of Object.entries(attributes)) {
    if (scrolls) box.setAttribute(name, value)
    else box.removeAttribute(name)
  }
}
