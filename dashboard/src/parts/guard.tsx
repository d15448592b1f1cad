import { Component, type ComponentChildren } from 'preact'
import { problemOf } from '../source/source.ts'
import { Notice } from './notice.tsx'

interface GuardState {
  readonly thrown: unknown
}

/** Data that nobody thought of ends in words, not in a blank page. */
export class Guard extends Component<{ readonly children: ComponentChildren }, GuardState> {
  override state: GuardState = { thrown: undefined }

  static override getDerivedStateFromError(thrown: unknown): GuardState {
    return { thrown }
  }

  override render({ children }: { readonly children: ComponentChildren }) {
    const { thrown } = this.state
    if (thrown === undefined) return children
    const { message, hint } = problemOf(thrown)
    return (
      <Notice tone="error" title={`This can’t be shown: ${message}`}>
        {hint}
      </Notice>
    )
  }
}
