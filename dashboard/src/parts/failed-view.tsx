import type { ComponentChildren } from 'preact'
import type { Problem } from '../source/source.ts'
import { useSource } from '../source/use-document.ts'
import { ProblemNotice } from './notice.tsx'
import { useTitle } from './page-title.ts'
import { TryAgain } from './try-again.tsx'

/** Instead of a view: why there is none, and where to go instead. */
export function FailedView(props: {
  readonly title: string
  readonly problem: Problem
  readonly children?: ComponentChildren
}) {
  const { title, problem, children } = props
  const { kind } = useSource()
  useTitle(title)
  return (
    <>
      <h1>{title}</h1>
      <ProblemNotice problem={problem} />
      <TryAgain problem={problem} />
      {children}
      {kind === 'live' ? (
        <p>
          <a href="#/runs">See the list of runs</a>
        </p>
      ) : null}
    </>
  )
}
