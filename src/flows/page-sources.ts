import { fileURLToPath } from 'node:url'
import type { LiveFeed, PageDocuments } from '../model/ports.ts'
import { type PageFiles, readPageFiles } from '../serve/index.ts'
import { openLiveFeed } from './live-feed.ts'
import { pageDocuments } from './page-documents.ts'
import type { Project } from './project.ts'

/** What a server of pages needs of a project. */
export interface PageSources extends AsyncDisposable {
  readonly documents: PageDocuments
  readonly feed: LiveFeed
}

/** Whoever opens it closes it. @throws PlimsollError when the store can't be read */
export async function openPageSources(project: Project): Promise<PageSources> {
  await using opened = new AsyncDisposableStack()
  const documents = opened.use(await pageDocuments(project))
  // Said now, rather than to whoever comes first.
  await documents.runs({ limit: 1, before: null })
  const feed = opened.use(await openLiveFeed(project))
  const owned = opened.move()
  return { documents, feed, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

/** Beside `src` as beside `dist`. */
const PAGES = fileURLToPath(new URL('../../dist/dashboard/live', import.meta.url))

/** The built page. @throws PlimsollError PAGE_NOT_BUILT */
export const builtPages = (): Promise<PageFiles> => readPageFiles(PAGES)
