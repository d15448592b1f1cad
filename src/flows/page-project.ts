import { basename } from 'node:path'
import type { PageProject } from '../model/page.ts'
import type { Project } from './project.ts'
import { version } from './version.ts'

/** Whose pages they are. */
export async function pageProject({ cwd }: Project): Promise<PageProject> {
  return {
    schema: 'plimsoll/project@1',
    name: basename(cwd),
    version: version(),
    commitUrl: null,
  }
}
