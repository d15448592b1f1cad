import { redact } from '../kernel/redact.ts'
import { type RunningServer, startServer } from '../serve/index.ts'
import { followAccess } from './access-file.ts'
import { openBrowser } from './open-browser.ts'
import { builtPages, openPageSources } from './page-sources.ts'
import type { Project } from './project.ts'

/** `serve`: a project's pages over HTTP, until they are disposed of. */

/** Pages that are being served. */
export interface Serving extends AsyncDisposable {
  readonly url: string
  readonly port: number
  /** Of the project. */
  readonly name: string
  /** Where the runs are, secrets redacted. */
  readonly store: string
  /** Whether visitors are asked who they are. */
  readonly asks: boolean
  /** Whether what is asked and answered crosses a network unencrypted. */
  readonly inTheClear: boolean
}

/** @throws PlimsollError PASSWORD_NEEDED, PORT_TAKEN, PORT_FORBIDDEN, HOST_UNUSABLE, PAGE_NOT_BUILT, ACCESS_…, STORE_… */
export async function serveProject(project: Project): Promise<Serving> {
  const { settings, cwd, clock, tell } = project
  await using opened = new AsyncDisposableStack()
  const files = await builtPages()
  const sources = opened.use(await openPageSources(project))
  const server: RunningServer = opened.use(
    await startServer({
      host: settings.serveHost,
      port: settings.servePort,
      publicUrl:
        settings.servePublicUrl === undefined ? undefined : new URL(settings.servePublicUrl),
      access: followAccess(cwd),
      sources,
      files,
      clock,
      tell,
    }),
  )
  const { name } = await sources.documents.project()
  const owned = opened.move()
  return {
    url: server.url,
    port: server.port,
    asks: server.asks,
    inTheClear: server.inTheClear,
    name,
    store: redact(settings.store),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** Shows the pages in the user's browser; where that can't be done, says so. */
export async function showPages({ url }: Serving, project: Project): Promise<void> {
  const opened = await openBrowser(url, project.env)
  if (!opened) project.tell(`no browser could be opened: go to ${url}`)
}
