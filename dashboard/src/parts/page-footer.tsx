import { useSource } from '../source/use-document.ts'
import { CopyButton } from './copy-button.tsx'
import { Fold } from './fold.tsx'
import { useProject } from './project.tsx'
import { Time } from './time.tsx'

/** By what the page was made, and, of a report, when, and what else can be done with it. */
export function PageFooter() {
  const source = useSource()
  const project = useProject()
  return (
    <footer class="page-footer">
      <p>
        {project === undefined ? 'plimsoll' : `plimsoll ${project.version}`}
        {source.writtenAt === undefined ? null : (
          <>
            {' · '}written <Time iso={source.writtenAt} />
          </>
        )}
      </p>
      {source.kind === 'frozen' ? <FrozenHint /> : null}
    </footer>
  )
}

const IMPORT = 'npx plimsoll import report.html'

/** Nothing here changes any more; the records are in it. */
const FrozenHint = () => (
  <Fold title="This report is frozen: it shows what was recorded when it was written">
    <p>
      The runs themselves are in this file. To keep them in a store, and to see them beside others
      with <code>plimsoll serve</code>:
    </p>
    <p class="command">
      <code>{IMPORT}</code> <CopyButton text={IMPORT} what="the command" />
    </p>
  </Fold>
)
