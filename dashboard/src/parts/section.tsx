import type { ComponentChildren } from 'preact'
import { route } from '../routing/route.ts'

/**
 * A part of a view with a heading that can be linked: `…?at=stages` opens the view there (routing/arrival.ts). It is found
 * by its heading, and no landmark of its own: many of them are as good as none.
 *
 * @param props.id in the address
 */
export function Section(props: {
  readonly id: string
  readonly title: string
  readonly children: ComponentChildren
}) {
  const { id, title, children } = props
  return (
    <section id={id}>
      <div class="heading">
        <h2 tabIndex={-1}>{title}</h2>
        <a class="anchor" href={anchorHref(id)} aria-label={`Link to ${title}`}>
          #
        </a>
      </div>
      {children}
    </section>
  )
}

function anchorHref(id: string): string {
  const { path, query } = route.value
  const next = new URLSearchParams(query)
  next.set('at', id)
  return `#/${path.map(encodeURIComponent).join('/')}?${next.toString()}`
}
