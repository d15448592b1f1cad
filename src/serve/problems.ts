import { ExitCode, messageOf, PlimsollError } from '../kernel/errors.ts'
import { redact } from '../kernel/redact.ts'
import type { PageProblem } from '../model/page.ts'

/** Why a request gets no document: a status, and a {@link PageProblem} that a reader may see. */

/** What a problem says. */
export type Said = Pick<PageProblem, 'code' | 'message' | 'hint'>

/** A request that is refused. */
export class Refusal extends Error {
  readonly status: number
  readonly problem: PageProblem
  /** Beside the usual ones: `retry-after`. */
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, said: Said, headers: Readonly<Record<string, string>> = {}) {
    super(said.message)
    this.name = 'Refusal'
    this.status = status
    this.headers = headers
    const { code, message, hint } = said
    this.problem = { schema: 'plimsoll/problem@1', code, message, hint }
  }
}

/** Whatever was thrown while a request was answered. What readers must not see is told to whoever runs the server. */
export function refusalOf(thrown: unknown, tell: (line: string) => void): Refusal {
  if (thrown instanceof Refusal) return thrown
  if (thrown instanceof PlimsollError) return foreseen(thrown, tell)
  const status = clientStatusOf(thrown)
  if (status !== undefined) return new Refusal(status, unreadable(status))
  tell(`a request failed: ${messageOf(thrown)}`)
  return new Refusal(500, {
    code: 'BUG',
    message: 'a bug in plimsoll: this could not be answered',
    hint: 'The terminal of the server says more. Please report it.',
  })
}

function foreseen(error: PlimsollError, tell: (line: string) => void): Refusal {
  const { code, exitCode } = error
  if (exitCode === ExitCode.usage || exitCode === ExitCode.noVerdict) {
    const isMissing = exitCode === ExitCode.noVerdict || MISSING.test(code)
    const said = { code, message: presentable(error.message), hint: presentable(error.hint) }
    return new Refusal(isMissing ? 404 : 400, said)
  }
  tell(`a request failed: ${error.message} (${code}); ${error.hint}`)
  if (exitCode !== ExitCode.store) {
    return new Refusal(500, {
      code,
      message: 'this could not be answered',
      hint: 'The terminal of the server says more.',
    })
  }
  if (ACCESS.test(code)) {
    return new Refusal(503, {
      code,
      message: 'who may come in can’t be read at the moment, so nobody may',
      hint: 'The terminal of the server says more.',
    })
  }
  return new Refusal(503, {
    code,
    message: 'the store can’t be read at the moment',
    hint: 'The terminal of the server says more; plimsoll store verify looks into it.',
  })
}

/** What is kept of passwords and tokens. */
const ACCESS = /^ACCESS_/

/** Named things that are not there, by their codes. */
const MISSING = /_NOT_FOUND$|^NO_|_UNKNOWN$/

/** Longest message that is shown: it may quote what was asked for. */
const SHOWN_MAX = 500

/** Addresses of stores, and paths of at least two steps: what lies where is the server's own affair. */
const PLACES = /\b(?:sqlite|file):\S+|(?<![\w:/.])(?:[A-Za-z]:)?(?:[\\/][^\s'"\\/]+){2,}/g

const presentable = (text: string): string =>
  redact(text).replaceAll(PLACES, '…').slice(0, SHOWN_MAX)

/** Set on what fastify refuses by itself: a body that is too long, of another kind, or no body at all. */
function clientStatusOf(thrown: unknown): number | undefined {
  const status: unknown = thrown instanceof Error ? Reflect.get(thrown, 'statusCode') : undefined
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined
}

const unreadable = (status: number): Said => ({
  code: status === 413 ? 'REQUEST_TOO_LARGE' : 'REQUEST_UNREADABLE',
  message: status === 413 ? 'the request is too large' : 'the request can’t be read',
  hint: 'openapi.json, beside the other documents, says what may be asked.',
})
