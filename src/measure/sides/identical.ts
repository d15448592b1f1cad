import { join, relative } from 'node:path'
import type { SideFolder } from '../../model/duet.ts'
import type { Revision } from '../../model/run.ts'
import { readRevision } from '../revision/revision.ts'
import type { SideOptions } from './options.ts'
import type { SideFacts } from './facts.ts'
import { placeOf } from './project-place.ts'
import { takeSnapshot } from './snapshot.ts'
import { removeWorktree, sweep } from './sweep.ts'

/** Two sides of the same code. Disposing removes the copy. */
export interface IdenticalSides extends AsyncDisposable {
  /** The working tree. */
  readonly current: SideFolder
  /** A copy of it. */
  readonly baseline: SideFolder
  /** `null` outside a repository. */
  readonly revision: Revision | null
  /** Nothing differs. */
  readonly facts: SideFacts
}

/**
 * Copies the working tree as it is, dirty or not, so that the same code can be loaded twice, as the two revisions of a
 * duet are. Works without a repository. @throws the signal's reason when it is aborted; no copy is left then
 */
export async function prepareIdenticalSides({
  cwd: given,
  signal,
}: Pick<SideOptions, 'cwd' | 'signal'>): Promise<IdenticalSides> {
  const { top, cwd, inGit } = await placeOf(given, signal)
  await sweep(top)
  const revision = inGit ? await readRevision(cwd) : null
  const root = await takeSnapshot({ top, inGit, signal })
  return {
    current: { root: top, cwd },
    baseline: { root, cwd: join(root, relative(top, cwd)) },
    revision,
    facts: {
      roots: { baseline: root, current: top, home: top },
      changed: new Set(),
      tracked: undefined,
      versions: { current: undefined, baseline: undefined },
    },
    [Symbol.asyncDispose]: () => removeWorktree(top, root),
  }
}
