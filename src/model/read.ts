import type * as z from 'zod'
import { messageOf, type PlimsollError, usageError } from '../kernel/errors.ts'
import { COMPARISON_SCHEMA, type Comparison } from './comparison.ts'
import { RUN_SCHEMA, type Run } from './run.ts'
import { HISTORY_SCHEMA, type History } from './history.ts'
import { NOISE_SCHEMA, type Noise } from './noise.ts'
import { ACCESS_SCHEMA, type AccessDocument } from './access.ts'
import { accessSchema } from './schema/access.ts'
import { BASELINE_SCHEMA, type BaselineDocument, baselineSchema } from './schema/baseline.ts'
import { comparisonSchema } from './schema/comparison.ts'
import { historySchema } from './schema/history.ts'
import { noiseSchema } from './schema/noise.ts'
import { describeProblem, problemsOf, quote } from './schema/problems.ts'
import { runSchema } from './schema/run.ts'
import { findHarmful, type Problem } from './schema/shape.ts'

/**
 * Reads documents from outside: a newer version, another document or a broken one is refused, and the error says why.
 *
 *   text ─ parse ─▶ JSON ─ which document? ─▶ harmful? ─▶ schema ─▶ record
 *
 * Errors (all exit 2): DOCUMENT_NOT_JSON, DOCUMENT_UNKNOWN, DOCUMENT_NEWER, DOCUMENT_INVALID. Each takes `from`, the
 * name of the source, for its message: `a.json, line 3`.
 */

/** Most problems that one error lists. */
const PROBLEMS_MAX = 10
/** Longest text of one document, in UTF-16 code units: 32 times the size at which long runs are coarsened. */
const TEXT_MAX = 64 * 1024 * 1024
const DOCUMENT_NAME = /^plimsoll\/([a-z]{1,40})@([1-9]\d{0,8})$/

/** What a kind of document is read by. */
interface DocumentKind<T> {
  /** `plimsoll/run@1`: what this version reads. */
  readonly name: string
  readonly schema: z.ZodType<T>
}

const RUN: DocumentKind<Run> = { name: RUN_SCHEMA, schema: runSchema }
const COMPARISON: DocumentKind<Comparison> = { name: COMPARISON_SCHEMA, schema: comparisonSchema }
const HISTORY: DocumentKind<History> = { name: HISTORY_SCHEMA, schema: historySchema }
const NOISE: DocumentKind<Noise> = { name: NOISE_SCHEMA, schema: noiseSchema }
const ACCESS: DocumentKind<AccessDocument> = { name: ACCESS_SCHEMA, schema: accessSchema }
const BASELINE: DocumentKind<BaselineDocument> = { name: BASELINE_SCHEMA, schema: baselineSchema }

/** A run from parsed JSON, its keys in the schema's order. */
export function readRun(json: unknown, from = 'The document'): Run {
  return readDocument(RUN, json, from)
}

/** A comparison from parsed JSON, its keys in the schema's order. */
export function readComparison(json: unknown, from = 'The document'): Comparison {
  return readDocument(COMPARISON, json, from)
}

/** A history from parsed JSON, its keys in the schema's order. */
export function readHistory(json: unknown, from = 'The document'): History {
  return readDocument(HISTORY, json, from)
}

/** A measurement of the noise from parsed JSON, its keys in the schema's order. */
export function readNoise(json: unknown, from = 'The document'): Noise {
  return readDocument(NOISE, json, from)
}

/** A run from JSON text. */
export function parseRun(text: string, from = 'The document'): Run {
  return readRun(parseJson(text, from), from)
}

/** A baseline with its run from JSON text. */
export function parseBaseline(text: string, from = 'The document'): BaselineDocument {
  return readDocument(BASELINE, parseJson(text, from), from)
}

/** Who may see pages, from JSON text. */
export function parseAccess(text: string, from = 'The document'): AccessDocument {
  return readDocument(ACCESS, parseJson(text, from), from)
}

/** JSON from text; a byte order mark before it is skipped. @throws PlimsollError DOCUMENT_NOT_JSON */
export function parseJson(text: string, from: string): unknown {
  if (text.length > TEXT_MAX) {
    const message = `${from} is longer than any record: ${text.length} characters`
    throw usageError('DOCUMENT_INVALID', message, 'Check that this is the file you meant.')
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (thrown) {
    const why = describeProblem({ path: [], message: messageOf(thrown) })
    const hint = 'Give a file that `plimsoll export` wrote, whole and unchanged.'
    throw usageError('DOCUMENT_NOT_JSON', `${from} is not JSON: ${why}`, hint)
  }
}

/** A document of one kind from parsed JSON. */
function readDocument<T>(kind: DocumentKind<T>, json: unknown, from: string): T {
  const misfit = wrongDocument(kind.name, json, from)
  if (misfit !== undefined) throw misfit
  const harmful = findHarmful(json)
  if (harmful !== undefined) throw invalid(kind.name, from, [harmful])
  const parsed = kind.schema.safeParse(json)
  if (!parsed.success) throw invalid(kind.name, from, problemsOf(parsed.error))
  return parsed.data
}

function wrongDocument(wanted: string, json: unknown, from: string): PlimsollError | undefined {
  const named = nameIn(json)
  if (named === wanted) return undefined
  const [, wantedKind, wantedVersion] = DOCUMENT_NAME.exec(wanted) ?? []
  const [, kind, version] = DOCUMENT_NAME.exec(named ?? '') ?? []
  if (kind === wantedKind && Number(version) > Number(wantedVersion)) {
    return usageError(
      'DOCUMENT_NEWER',
      `${from} is a ${named} document, and this plimsoll reads up to ${wanted}`,
      `Use a plimsoll that reads ${named}: npm install --save-dev plimsoll@latest`,
    )
  }
  const what = named === undefined ? 'not a plimsoll document' : `a ${quote(named)} document`
  return usageError(
    'DOCUMENT_UNKNOWN',
    `${from} is ${what}; a ${wanted} document is needed here`,
    `Its first key should be "schema": "${wanted}"; \`plimsoll export\` writes such documents.`,
  )
}

function nameIn(json: unknown): string | undefined {
  if (typeof json !== 'object' || json === null || !Object.hasOwn(json, 'schema')) return undefined
  const name: unknown = Reflect.get(json, 'schema')
  return typeof name === 'string' ? name : undefined
}

/** @returns DOCUMENT_INVALID, the first problem in its message and the others beside it. */
export function invalid(name: string, from: string, problems: readonly Problem[]): PlimsollError {
  const [first = 'unreadable', ...others] = problems.slice(0, PROBLEMS_MAX).map(describeProblem)
  const more = problems.length - PROBLEMS_MAX
  return usageError(
    'DOCUMENT_INVALID',
    `${from} is a broken ${name} document: ${first}`,
    'Export it again, or mend the named keys; schemas/*.json in the package describe the documents.',
    more > 0 ? [...others, `and ${more} more`] : others,
  )
}
