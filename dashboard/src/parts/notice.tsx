import type { ComponentChildren } from 'preact'
import { visibleText } from '../../../src/show/text/visible.ts'
import type { Problem } from '../source/source.ts'

/** How much something matters. */
export type Tone = 'plain' | 'good' | 'warning' | 'error'

/** Signs, so that colour is never the only one. */
const SIGNS: Readonly<Record<Tone, string>> = { plain: 'i', good: '✓', warning: '!', error: '✕' }

/** Something that a reader should know before the numbers. */
export function Notice(props: {
  readonly tone: Tone
  readonly title: string
  readonly children?: ComponentChildren
}) {
  const { tone, title, children } = props
  return (
    <div class={`notice ${tone}`} role={tone === 'error' ? 'alert' : 'note'}>
      <span class="sign" aria-hidden="true">
        {SIGNS[tone]}
      </span>
      <div>
        <strong>{visibleText(title)}</strong>
        {children === undefined ? null : <p>{children}</p>}
      </div>
    </div>
  )
}

/** Why something is not there. */
export const ProblemNotice = ({ problem }: { readonly problem: Problem }) => (
  <Notice tone="error" title={problem.message}>
    {problem.hint}
  </Notice>
)

/** Something is on its way. */
export const Loading = ({ what }: { readonly what: string }) => (
  <p class="loading" role="status">
    Reading {what} …
  </p>
)
