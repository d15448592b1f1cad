import { redact } from '../../../kernel/redact.ts'
import type { MeasureOptions } from '../../../model/ports.ts'
import type { ErrorCount } from '../../../model/run.ts'
import { describeDeath } from '../launch/failures.ts'
import type { FailedTests } from './failed-tests.ts'
import { problemLine, shownPath } from './file-names.ts'
import type { VitestPlan } from './plan.ts'
import type { HostMessage, HostOrder, SaidError, TestMeasurement } from './protocol.ts'
import { type HostEnd, runHost } from './run-host.ts'
import type { Tally } from './tally.ts'

/** Runs one file once, and hands what comes of it to whoever gathers. */

/** What a file's runs are gathered in. */
export interface Gatherers {
  readonly tally: Tally
  readonly assertions: FailedTests
  readonly failures: FailedTests
  readonly problems: Set<string>
}

/** How much of what was printed is kept, for telling how a process died. */
const OUTPUT_KEPT = 8_192

/** How a file's run ended. */
export interface FileEnd {
  /** `stop`: running it again would give nothing, or hang again. */
  readonly status: 'go-on' | 'stop' | 'aborted'
  /** Scenarios that its tests measured, or tried to. */
  readonly measured: number
}

/** Runs a file in a fresh process. */
export async function runFile(
  order: HostOrder & { readonly kind: 'run' },
  plan: VitestPlan,
  parts: { readonly gatherers: Gatherers; readonly options: MeasureOptions },
): Promise<FileEnd> {
  const run = new FileRun(order, plan, parts)
  const key = shownPath(order.file, plan.cwd)
  const end = await runHost(order, {
    signal: parts.options.signal,
    onMessage: (message) => run.hear(message),
    onOutput: (text) => {
      run.printed(text)
      parts.options.onEvent({ kind: 'output', key, text })
    },
  })
  return run.finish(end)
}

class FileRun {
  readonly #order: HostOrder & { readonly kind: 'run' }
  readonly #plan: VitestPlan
  readonly #gatherers: Gatherers
  readonly #options: MeasureOptions
  #test = ''
  /** The scenario that is being measured. */
  #running: TestMeasurement | undefined
  #measured = 0
  #output = ''
  #stop = false

  constructor(
    order: HostOrder & { readonly kind: 'run' },
    plan: VitestPlan,
    parts: { readonly gatherers: Gatherers; readonly options: MeasureOptions },
  ) {
    this.#order = order
    this.#plan = plan
    this.#gatherers = parts.gatherers
    this.#options = parts.options
  }

  hear(message: HostMessage): void {
    if (message.kind === 'test-started') this.#test = message.test
    if (message.kind === 'scenario-started') this.#begin(message.about)
    if (message.kind === 'test-finished') this.#finishTest(message)
    if (message.kind === 'broken') this.#broken(message.where, message.error)
    if (message.kind === 'problem') {
      this.#problem(problemLine(message.file, message.message, this.#plan.cwd))
    }
    if (message.kind === 'unusable') this.#problem(message.message)
  }

  printed(text: string): void {
    this.#output = (this.#output + text).slice(-OUTPUT_KEPT)
  }

  finish(end: HostEnd): FileEnd {
    const measured = this.#measured
    if (end.status === 'aborted') return { status: 'aborted', measured }
    if (end.status === 'timed-out') this.#break(timedOut(end.limitMs))
    if (end.status === 'died') this.#break(describeDeath({ ...end, step: 'measure' }))
    return { status: this.#stop ? 'stop' : 'go-on', measured }
  }

  #begin(about: TestMeasurement): void {
    this.#running = about
    const { launch } = this.#order.test
    const { launches } = this.#plan
    this.#options.onEvent({ kind: 'launch-started', key: about.key, launch, launches })
  }

  #finishTest({ test, report, errors }: HostMessage & { readonly kind: 'test-finished' }): void {
    this.#test = ''
    this.#running = undefined
    const timeOut = errors.find(({ kind }) => kind === 'time-out')
    let explained = false
    for (const measurement of report?.measurements ?? []) {
      const { status } = measurement.outcome
      // A test whose expectation failed, or that broke by itself, did not wait for what is still pending.
      explained ||= status === 'failed' || (status === 'pending' && timeOut !== undefined)
      this.#keep(measurement, errorOf(timeOut, this.#output))
    }
    for (const [key, limits] of Object.entries(report?.asserted ?? {})) {
      this.#gatherers.tally.assert(key, limits)
    }
    for (const error of errors) this.#failTest(test, error, explained)
  }

  /** @param explained whether a scenario of the test failed, and so says why the test did */
  #failTest(test: string, error: SaidError, explained: boolean): void {
    const { assertions, failures } = this.#gatherers
    if (error.kind === 'time-out') this.#stop = true
    if (error.kind === 'assertion' || error.kind === 'budget') {
      assertions.add({ file: this.#file(), test, error })
    } else if (!explained) failures.add({ file: this.#file(), test, error })
  }

  #broken(where: string, error: SaidError): void {
    if (error.message.startsWith(CRASHED)) this.#stop = true
    if (this.#running === undefined)
      this.#gatherers.failures.add({ file: this.#file(), test: where, error })
    else this.#break(errorOf(error, this.#output))
  }

  /** The process hung or died: the scenario's failure where one was being measured, else the test's or the file's. */
  #break(error: ErrorCount): void {
    this.#stop = true
    const running = this.#running
    if (running === undefined) {
      const said: SaidError = { kind: 'thrown', message: error.example, stack: '' }
      this.#gatherers.failures.add({ file: this.#file(), test: this.#test, error: said })
      return
    }
    this.#running = undefined
    this.#keep(running, error)
  }

  /** @param error why the measurement has no outcome, where it has none */
  #keep(measurement: TestMeasurement, error: ErrorCount): void {
    this.#measured++
    const event = this.#gatherers.tally.add(measurement, this.#order, error)
    if (event !== undefined) this.#options.onEvent(event)
  }

  #problem(line: string): void {
    this.#stop = true
    this.#gatherers.problems.add(line)
  }

  #file(): string {
    return shownPath(this.#order.file, this.#plan.cwd)
  }
}

/** Vitest's words for a process of tests that died. */
const CRASHED = '[vitest-pool]'

/**
 * Why a measurement has no outcome of its own.
 * @param said the test's error; `undefined` = it had none
 * @param output the last that was printed
 */
function errorOf(said: SaidError | undefined, output: string): ErrorCount {
  if (said?.message.startsWith(CRASHED) === true) return crashed(output)
  if (said === undefined) {
    const example = 'its test ended before it did: await measure()'
    return { code: 'MEASURE_NOT_AWAITED', count: 1, example }
  }
  const code = said.kind === 'time-out' ? 'SCENARIO_TIMED_OUT' : 'SCENARIO_THREW'
  return { code, count: 1, example: redact(said.message.split('\n', 1)[0] ?? '') }
}

/** Vitest does not say how the process died; what it printed may. */
function crashed(output: string): ErrorCount {
  const death = describeDeath({ step: 'measure', code: null, signal: null, output })
  if (death.code === 'SCENARIO_OUT_OF_MEMORY') return death
  const example = 'its process died while it was measured: it crashed, or was killed'
  return { code: 'SCENARIO_KILLED', count: 1, example }
}

function timedOut(limitMs: number): ErrorCount {
  const example = `timed out: nothing was heard of it for ${limitMs / 1000} s, so it was stopped (--timeout raises the limit)`
  return { code: 'SCENARIO_TIMED_OUT', count: 1, example }
}
