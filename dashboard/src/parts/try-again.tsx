import type { Problem } from '../source/source.ts'
import { readAgain, useSource } from '../source/use-document.ts'

/** What stays as it is, however often one asks. */
const LASTING = /^(?:HTTP_4|FOREIGN_DOCUMENT|PAGE_FAILED|.*_NOT_FOUND|.*_INVALID)/

/** Another try, where a problem may have passed: the server was not there, or its store was locked. */
export function TryAgain({ problem }: { readonly problem: Problem }) {
  const { kind } = useSource()
  if (kind === 'frozen' || LASTING.test(problem.code)) return null
  return (
    <p>
      <button type="button" onClick={readAgain}>
        Try again
      </button>
    </p>
  )
}
