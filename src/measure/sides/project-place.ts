import { realpath } from 'node:fs/promises'
import { PlimsollError } from '../../kernel/errors.ts'
import { findRepository } from './revisions.ts'

/** Where a project lies, in a repository or not. Absolute, without links. */
export interface ProjectPlace {
  /** The repository's top, or the project's folder where there is no repository. */
  readonly top: string
  readonly cwd: string
  readonly inGit: boolean
}

/** Finds the repository around a project, if there is one that git can read. */
export async function placeOf(given: string, signal: AbortSignal): Promise<ProjectPlace> {
  try {
    const { top, cwd } = await findRepository(given, signal)
    return { top, cwd, inGit: true }
  } catch (thrown) {
    if (!(thrown instanceof PlimsollError)) throw thrown
    const cwd = await realpath(given)
    return { top: cwd, cwd, inGit: false }
  }
}
