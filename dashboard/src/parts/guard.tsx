import { Component, type ComponentChildren } from 'preact'
import { problemOf } from '../source/source.ts'
import { FailedView } from './failed-view.tsx'

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
    return <FailedView title="This can’t be shown" problem={problemOf(thrown)} />
  }
}
