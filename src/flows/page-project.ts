import { basename } from 'node:path'
import type { PageProject } from '../model/page.ts'
import { readRemote } from '../measure/index.ts'
import { commitUrlOf } from './commit-url.ts'
import type { Project } from './project.ts'
import { version } from './version.ts'

/** Whose pages they are. */
export async function pageProject(project: Project): Promise<PageProject> {
  return {
    schema: 'plimsoll/project@1',
    name: basename(project.cwd),
    version: version(),
    commitUrl: await commitUrl(project),
  }
}

/** The setting's, else what follows from where the repository was cloned from. */
async function commitUrl({ settings, cwd }: Project): Promise<string | null> {
  if (settings.commitUrl !== undefined) return settings.commitUrl
  const remote = await readRemote(cwd)
  return remote === undefined ? null : commitUrlOf(remote)
}
