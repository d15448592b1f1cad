import { messageOf, usageError } from '../../kernel/errors.ts'
import type { CommitReport, Store } from '../../model/ports.ts'
import { invalid, parseJson, readRun } from '../../model/read.ts'
import { type Metric, type Result, RUN_SCHEMA, type Run } from '../../model/run.ts'
import { decodeHistogram } from '../../stats/index.ts'
import { runText } from '../document-text.ts'
import { unpackHistogram } from '../histogram-text.ts'
import { isPage, type PlacedDocument, runsInPage } from './frozen-page.ts'

/**
 * Records in and out.
 *
 *   text ─ one document, or one a line ─▶ checked, every one ─▶ committed, all or none
 */

/** A run as JSON on one line, with a newline: exports one after another are JSON Lines. */
export function exportRun(run: Run): string {
  return runText(run)
}

/**
 * The runs in a text: one document, or one a line (JSON Lines), or those of a report that is a page. The same document twice counts once.
 *
 * @param from names the text in messages: `runs.jsonl`
 * @throws PlimsollError DOCUMENT_NOT_JSON, DOCUMENT_UNKNOWN, DOCUMENT_NEWER, DOCUMENT_INVALID
 */
export function importRuns(text: string, from = 'The input'): Run[] {
  const runs = new Map<string, Run>()
  for (const { json, where } of documentsIn(text, from)) {
    const run = readRun(json, where)
    checkHistograms(run, where)
    const earlier = runs.get(run.id)
    if (earlier !== undefined && JSON.stringify(earlier) !== JSON.stringify(run)) {
      const problem = { path: ['id'], message: `an earlier document has the id ${run.id} too` }
      throw invalid(RUN_SCHEMA, where, [problem])
    }
    runs.set(run.id, run)
  }
  return [...runs.values()]
}

/** Reads all runs in a text, then commits all of them or none. @throws as {@link importRuns}; also RUN_EXISTS */
export async function importInto(store: Store, text: string, from?: string): Promise<CommitReport> {
  return store.commitAll(importRuns(text, from))
}

/** A first line that is JSON by itself tells JSON Lines from a document over several lines. */
function documentsIn(text: string, from: string): readonly PlacedDocument[] {
  if (isPage(text)) return runsInPage(text, from)
  const lines = text
    .split('\n')
    .map((line, index) => ({ line, where: `${from}, line ${index + 1},` }))
    .filter(({ line }) => line.trim() !== '')
  const [first, second] = lines
  if (first === undefined) {
    const hint = 'Give a file that `plimsoll export` wrote, whole and unchanged.'
    throw usageError('DOCUMENT_NOT_JSON', `${from} is empty`, hint)
  }
  if (second === undefined || !isJson(first.line)) {
    return [{ json: parseJson(text, from), where: from }]
  }
  return lines.map(({ line, where }) => ({ json: parseJson(line, where), where }))
}

function isJson(line: string): boolean {
  try {
    parseJson(line, '')
    return true
  } catch {
    return false
  }
}

/** A histogram that can't be read is found now, not when it is needed. */
function checkHistograms(run: Run, where: string): void {
  const problems = run.results.flatMap((result, index) => {
    const at = ['results', index]
    return [
      ...brokenHistograms(result.metrics, [...at, 'metrics']),
      ...brokenInParts(result.stages, [...at, 'stages']),
      ...brokenInParts(result.launches, [...at, 'launches']),
      ...brokenInParts(result.timeline, [...at, 'timeline']),
    ]
  })
  if (problems.length > 0) throw invalid(RUN_SCHEMA, where, problems)
}

/** Stages, launches or windows. */
const brokenInParts = (
  parts: readonly Pick<Result, 'metrics'>[],
  path: readonly PropertyKey[],
): readonly Broken[] =>
  parts.flatMap(({ metrics }, index) => brokenHistograms(metrics, [...path, index, 'metrics']))

interface Broken {
  readonly path: PropertyKey[]
  readonly message: string
}

function brokenHistograms(
  metrics: Readonly<Record<string, Metric>>,
  path: readonly PropertyKey[],
): readonly Broken[] {
  return Object.entries(metrics).flatMap(([name, { histogram }]) => {
    const message = histogram === undefined ? undefined : histogramProblem(histogram)
    return message === undefined ? [] : [{ path: [...path, name, 'histogram'], message }]
  })
}

function histogramProblem(histogram: string): string | undefined {
  try {
    decodeHistogram(unpackHistogram(histogram))
    return undefined
  } catch (thrown) {
    return messageOf(thrown)
  }
}
