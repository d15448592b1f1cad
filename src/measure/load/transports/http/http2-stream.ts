import type { Dispatcher } from 'undici'
import type { ExchangeEnd } from '../../../../model/load.ts'
import type { CheckedAnswer } from './check/answer.ts'
import type { StatusVerdict } from './check/status.ts'
import { monotonicNs } from '../exchanging/monotonic.ts'
import { ReusedOutcome } from './outcome.ts'
import { socketTrouble, type Trouble } from '../exchanging/trouble.ts'

/** Whose streams they are. */
export interface StreamHolder {
  verdictOf(status: number): StatusVerdict
  /** Something came. */
  onHeard(nowNs: number): void
  /** It has ended: `tell` says so to whom it may concern. */
  onStreamEnd(stream: Stream, tell: () => void): void
}

/** One exchange over HTTP/2. Bytes are those of bodies; how headers were compressed is not known here. */
export class Stream implements Dispatcher.DispatchHandler {
  readonly outcome: ReusedOutcome = new ReusedOutcome()
  readonly #holder: StreamHolder
  readonly #answer: CheckedAnswer
  readonly #onEnd: ExchangeEnd
  #controller: Dispatcher.DispatchController | undefined
  #status = 0
  #ended = false

  constructor(holder: StreamHolder, answer: CheckedAnswer, onEnd: ExchangeEnd) {
    this.#holder = holder
    this.#answer = answer
    this.#onEnd = onEnd
  }

  /** Ends it for a reason of our own. */
  fail({ code, example }: Trouble, nowNs: number): void {
    if (this.#ended) return
    this.outcome.fail(code, example)
    this.#end(nowNs)
    this.#controller?.abort(new Error(example))
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#ended) controller.abort(new Error(this.outcome.example))
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    this.#hear()
    if (status < 200) return
    this.#status = status
    if (this.#answer.wantsHeaders) this.#answer.addHeaders(headers)
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#hear()
    this.outcome.bytesIn += chunk.length
    if (this.#answer.wantsBody) this.#answer.addBody(chunk, 0, chunk.length)
  }

  onResponseEnd(): void {
    if (this.#ended) return
    const verdict = this.#holder.verdictOf(this.#status)
    const problem = this.#answer.finish()
    this.outcome.kind = verdict.kind
    this.outcome.code = verdict.code
    this.outcome.example = verdict.example
    if (verdict.kind === 'ok' && problem !== '') this.outcome.fail('CHECK_FAILED', problem)
    this.#end(monotonicNs())
  }

  onResponseError(_controller: Dispatcher.DispatchController, thrown: Error): void {
    this.fail(streamTrouble(thrown, this.#status > 0), monotonicNs())
  }

  #hear(): void {
    if (this.#ended) return
    const nowNs = monotonicNs()
    if (this.outcome.firstByteNs === 0) this.outcome.firstByteNs = nowNs
    this.#holder.onHeard(nowNs)
  }

  #end(nowNs: number): void {
    this.#ended = true
    this.outcome.endedNs = nowNs
    this.#holder.onStreamEnd(this, () => this.#onEnd(this.outcome))
  }
}

/** undici wraps what the socket said, or says what HTTP/2 said. */
function streamTrouble(thrown: Error, begun: boolean): Trouble {
  const cause = thrown.cause instanceof Error ? thrown.cause : thrown
  const { code, example } = socketTrouble(cause, 'open')
  if (code === 'UND_ERR_SOCKET' || code === 'UND_ERR_INFO')
    return { code: begun ? 'TRUNCATED' : 'CLOSED', example }
  return { code, example }
}
