import type { Revision } from '../../../src/model/run.ts'
import { SHORT_COMMIT } from '../../../src/show/text/sentences.ts'
import { visibleLine } from '../../../src/show/text/visible.ts'
import { commitUrlOf } from './commit-url.ts'
import { useProject } from './project.tsx'

/** A commit by its first digits; a link, where the project says where its commits are. */
export function CommitLink({ commit }: { readonly commit: string }) {
  const url = commitUrlOf(useProject()?.commitUrl, commit)
  const short = <code>{visibleLine(commit.slice(0, SHORT_COMMIT))}</code>
  return url === undefined ? (
    short
  ) : (
    <a href={url} rel="noreferrer" title={`See commit ${visibleLine(commit)}`}>
      {short}
    </a>
  )
}

/** `main @ 5895b50, uncommitted changes`, with the commit as a link. */
export function RevisionText({ revision }: { readonly revision: Revision | null }) {
  if (revision === null) return <>no revision</>
  const { branch, commit, dirty } = revision
  return (
    <span class="revision">
      {branch === null ? null : <>{visibleLine(branch)} @ </>}
      <CommitLink commit={commit} />
      {dirty ? ', uncommitted changes' : null}
    </span>
  )
}
