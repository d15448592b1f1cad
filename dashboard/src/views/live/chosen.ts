import type { LiveRun } from '../../../../src/model/page.ts'

/** What the live view shows of several runs. */

interface Choice {
  /** By the address; `undefined` = whatever there is. */
  readonly asked: string | undefined
  /** What has been shown until now; `undefined` = nothing. */
  readonly shown: string | undefined
}

/**
 * The run that was asked for; else the one that is being watched, also when it has ended, so that its end is seen, until a
 * newer one begins; else the newest that goes on, else the newest.
 *
 * @param runs the newest first
 */
export function chosenRun(runs: readonly LiveRun[], { asked, shown }: Choice): LiveRun | undefined {
  if (asked !== undefined) return runs.find(({ id }) => id === asked)
  const watched = runs.find(({ id }) => id === shown)
  const going = runs.find(({ status }) => status === 'running')
  if (watched === undefined) return going ?? runs[0]
  const isOver = watched.status !== 'running'
  return isOver && going !== undefined && going.id > watched.id ? going : watched
}
