const LOOK_EVERY_MS = 250

/**
 * Resolves when the npm that started this process is gone; never, where none did. npm passes a signal on to the shell that
 * it runs a script by, and that shell may end without a word to the script.
 */
export function launcherGone(env: Readonly<Record<string, string | undefined>>): Promise<void> {
  const gone = Promise.withResolvers<void>()
  if (env['npm_lifecycle_event'] === undefined) return gone.promise
  const { ppid } = process
  const looks = setInterval(() => {
    if (process.ppid === ppid) return
    clearInterval(looks)
    gone.resolve()
  }, LOOK_EVERY_MS)
  looks.unref()
  return gone.promise
}
