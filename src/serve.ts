/** `plimsoll/serve`: the pages and their API as a fastify plugin, for a service that knows itself who may see them. */

import { builtPages, openPageSources } from './flows/page-sources.ts'
import { openProject } from './flows/project.ts'
import type { LiveFeed, PageDocuments } from './model/ports.ts'
import { isSameHost, pages, type PagesPlugin, silentFeed, type Sources } from './serve/index.ts'

export type { Comparison } from './model/comparison.ts'
export type { History } from './model/history.ts'
export type {
  BaselineList,
  LiveMessage,
  LiveRun,
  LiveState,
  PageProblem,
  PageProject,
  RunJudged,
  RunList,
  RunSummary,
} from './model/page.ts'
export type { LiveFeed, PageDocuments, PageHistoryQuery } from './model/ports.ts'
export type { PagesPlugin } from './serve/index.ts'

/** Whose pages they are, and who may speak with them. */
export type PagesOptions = CommonOptions & (ProjectOptions | SourceOptions)

interface CommonOptions {
  /**
   * Where the application's own pages come from, such as `https://admin.example.org`: needed where a proxy changes the
   * `Host` of requests. Default: the very host that is asked.
   */
  readonly origins?: readonly string[]
  /** Takes lines that whoever runs the application should see. Default: the application's own log, as warnings. */
  readonly tell?: (line: string) => void
}

interface ProjectOptions {
  /** The project's folder. Default: the process's. */
  readonly cwd?: string
  /** Settings by their flag in camelCase: `{ store: 'sqlite:perf.db' }`. */
  readonly settings?: Readonly<Record<string, unknown>>
  readonly documents?: never
}

interface SourceOptions {
  /** Whoever opened it closes it. */
  readonly documents: PageDocuments
  /** Likewise. Default: nothing is ever under way. */
  readonly feed?: LiveFeed
}

/**
 * Pages, API and WebSocket below the prefix that it is registered with: `app.register(plimsollPages, { prefix: '/perf' })`.
 * It asks nobody who they are: hooks of the application do, around it, and they are asked for the WebSocket too.
 *
 * @throws PlimsollError when settings are wrong, the store can't be read, or the pages are not built
 */
export const plimsollPages: PagesPlugin<PagesOptions> = async (app, options) => {
  const { origins } = options
  const tell = options.tell ?? ((line: string) => app.log.warn(line))
  const sources = await sourcesOf(options, tell)
  app.addHook('onClose', () => sources[Symbol.asyncDispose]())
  await app.register(pages, {
    sources,
    files: await builtPages(),
    isOwnOrigin: (origin, request) => origins?.includes(origin) ?? isSameHost(origin, request),
    hasSession: () => false,
    tell,
  })
}

async function sourcesOf(
  options: PagesOptions,
  tell: (line: string) => void,
): Promise<Sources & AsyncDisposable> {
  if (options.documents !== undefined) {
    const { documents, feed = silentFeed } = options
    return { documents, feed, [Symbol.asyncDispose]: async () => undefined }
  }
  const project = await openProject({
    cwd: options.cwd ?? process.cwd(),
    env: process.env,
    flags: options.settings ?? {},
    signal: new AbortController().signal,
    tell,
  })
  return openPageSources(project)
}
