/** How to prepare a side. */
export interface SideOptions {
  /** The project's folder, absolute. */
  readonly cwd: string
  /** A line for the shell, run in the side's folder once its dependencies are there. */
  readonly prepareCommand: string | undefined
  readonly signal: AbortSignal
  /** What is being done, a line each. */
  readonly onProgress?: (line: string) => void
  /** Longest that installing dependencies may take. Default: 10 minutes. */
  readonly installTimeoutMs?: number
  /** Longest that `prepareCommand` may take. Default: 10 minutes. */
  readonly prepareTimeoutMs?: number
}
