import type { LiveMessage, PageProblem } from '../../../src/model/page.ts'

/** Where the page's documents come from: a server, or the page itself. */
export interface PageSource {
  readonly kind: 'live' | 'frozen'
  /** Where a frozen page opens; `undefined` = the page is live, and opens at the list of runs. */
  readonly opens: string | undefined
  /** When a frozen page was written, ISO 8601; `undefined` = it is live, or does not say. */
  readonly writtenAt: string | undefined
  /** What a frozen page holds; empty when it is live. */
  readonly names: readonly string[]
  /** Why nothing of a frozen page can be read; absent = it can. */
  readonly problem?: Problem | undefined
  /** @throws Problem */
  read(name: string): Promise<unknown>
  /** What is under way, as it goes on. @returns what ends it; a frozen page has nothing to tell. */
  watch(listener: LiveListener): () => void
}

/** Hears of runs that are under way. */
export interface LiveListener {
  readonly onMessage: (message: LiveMessage) => void
  /** Whether there is a connection. */
  readonly onConnection: (isConnected: boolean) => void
}

/** Why a document can't be shown. */
export class Problem extends Error {
  readonly code: string
  readonly hint: string

  constructor({ code, message, hint }: Pick<PageProblem, 'code' | 'message' | 'hint'>) {
    super(message)
    this.name = 'Problem'
    this.code = code
    this.hint = hint
  }
}

/** Anything that was thrown, as a problem. */
export const problemOf = (thrown: unknown): Problem =>
  thrown instanceof Problem
    ? thrown
    : new Problem({
        code: 'PAGE_FAILED',
        message: thrown instanceof Error ? thrown.message : String(thrown),
        hint: 'Reload the page; if it stays, it is a bug in plimsoll.',
      })
