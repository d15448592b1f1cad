import { relative } from 'node:path'
import { systemClock } from '../../kernel/clock.ts'
import type { BenchPlan, MeasureEvent } from '../../model/plan.ts'
import type { DuetEvent, DuetPlan } from '../../model/duet.ts'
import type { Run } from '../../model/run.ts'
import { findingsOf } from '../../flows/load-findings.ts'
import {
  createDuetProgress,
  createLoadProgress,
  createProgress,
  type LoadView,
  type LoadViewEvent,
  type Progress,
  type ProgressOptions,
  type RunLook,
  type TerminalOptions,
} from '../../show/index.ts'
import type { Invocation } from '../command.ts'

/** What actions share in how they show things. */

/** One JSON document on stdout. */
export function printJson({ io }: Invocation, document: unknown): void {
  io.out(`${JSON.stringify(document, null, 2)}\n`)
}

/** How stdout looks, with the command's own wishes. */
export function lookOf({ io, options }: Invocation): TerminalOptions {
  return { ...io.outLook, verbose: options['verbose'] === true }
}

/** Likewise for a run, with what its timelines tell. */
export function runLookOf(invocation: Invocation, run: Run): RunLook {
  return { ...lookOf(invocation), findings: findingsOf(run) }
}

/** Progress on stderr, unless it is not wanted. */
export interface Watching<P = BenchPlan, E = MeasureEvent> extends Disposable {
  watch(plan: P): (event: E) => void
  /** Takes the live line away, before results are printed. */
  stop(): void
}

/** Of a benchmark. @param quiet whether to show nothing */
export function watchProgress(invocation: Invocation, quiet: boolean): Watching {
  return watching(invocation, quiet, createProgress)
}

/** Of a duet. @param quiet whether to show nothing */
export function watchDuet(invocation: Invocation, quiet: boolean): Watching<DuetPlan, DuetEvent> {
  return watching(invocation, quiet, createDuetProgress)
}

/** A view that is redrawn in place moves a few times a second. */
const TICK_MS = 250

/** Of a load test. @param quiet whether to show nothing */
export function watchLoad(
  invocation: Invocation,
  quiet: boolean,
): Watching<LoadView, LoadViewEvent> {
  const { io, signal } = invocation
  const watched = watching(invocation, quiet, createLoadProgress)
  let tell: (event: LoadViewEvent) => void = () => undefined
  const timer = io.live && !quiet ? setInterval(() => tell({ kind: 'tick' }), TICK_MS) : undefined
  const onAbort = (): void => tell({ kind: 'interrupted' })
  signal.addEventListener('abort', onAbort)
  const stop = (): void => {
    clearInterval(timer)
    signal.removeEventListener('abort', onAbort)
    watched.stop()
  }
  return {
    watch: (plan) => (tell = watched.watch(plan)),
    stop,
    [Symbol.dispose]: stop,
  }
}

function watching<P, E>(
  { io }: Invocation,
  quiet: boolean,
  create: (plan: P, options: ProgressOptions) => Progress<E>,
): Watching<P, E> {
  let progress: Progress<E> | undefined
  const stop = (): void => {
    progress?.stop()
    io.uncover = undefined
  }
  // A second Ctrl-C ends the process: its cursor is to be given back all the same.
  process.once('exit', stop)
  return {
    watch: (plan) => {
      if (quiet) return () => undefined
      progress?.stop()
      const write = io.draw ?? io.err
      const shown = create(plan, {
        ...io.errLook,
        live: io.live,
        // What scenarios throw and print is shown as it comes.
        write: (text) => write(io.redactor?.name(text) ?? text),
        clock: systemClock,
        ...(io.rows === undefined ? {} : { rows: io.rows }),
      })
      progress = shown
      io.uncover = () => shown.erase?.()
      return (event) => shown.onEvent(event)
    },
    stop,
    [Symbol.dispose]: () => {
      stop()
      process.off('exit', stop)
    },
  }
}

/** Paths as a user would write them, one a line beneath a heading: relative inside the folder, else absolute. */
export function listFiles(heading: string, files: readonly string[], cwd: string): string {
  if (files.length === 0) return ''
  const shown = (file: string): string => {
    const path = relative(cwd, file)
    return path === '' || path.startsWith('..') ? file : path
  }
  return `\n${heading}\n${files.map((file) => `  ${shown(file)}\n`).join('')}`
}

/** A flag's text; empty when it was not given. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** A flag's texts. */
export const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
