import { startCli } from './process.ts'

/** `plimsoll serve` on a free port, for tests. */
export interface Serving extends AsyncDisposable {
  /** `http://127.0.0.1:40123` */
  readonly url: string
  /** Everything it has written so far. */
  output(): string
}

/** Longer than any suite takes. */
const TIMEOUT_MS = 600_000

/** Serves a project's store until it is disposed of, or the tests end. @throws Error when it ends without having served */
export async function startServer(
  cwd: string,
  options: {
    readonly args?: readonly string[]
    readonly env?: Readonly<Record<string, string>>
  } = {},
): Promise<Serving> {
  const { args = [], env = {} } = options
  const server = startCli(['serve', '--port', '0', ...args], { cwd, env, timeoutMs: TIMEOUT_MS })
  const address = /https?:\/\/[\w.:[\]]+\d/
  await server.until(address)
  const [url = ''] = address.exec(server.output()) ?? []
  return {
    url,
    output: () => server.output(),
    [Symbol.asyncDispose]: async () => {
      server.kill('SIGTERM')
      await server[Symbol.asyncDispose]()
    },
  }
}
