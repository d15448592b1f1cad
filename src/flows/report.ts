import { appendFileSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { ExitCode, PlimsollError, usageError } from '../kernel/errors.ts'
import type { Comparison } from '../model/comparison.ts'
import type { Renderer, ReportInput } from '../model/ports.ts'
import type { Run } from '../model/run.ts'
import { rendererFor, renderers } from '../show/index.ts'
import { comparisonOf } from './compare.ts'
import { fileProblem } from './errors.ts'
import { findingsOf } from './load-findings.ts'
import { openStoreToRead, type Project } from './project.ts'
import { reportPage } from './report-page.ts'
import { findShownRun } from './runs.ts'

/** What a report gave. */
export interface ReportOutcome {
  readonly run: Run
  /** `undefined` when there is no baseline. */
  readonly comparison: Comparison | undefined
  /** Absolute paths. */
  readonly reports: readonly string[]
}

/** Renders a recorded run, beside its baseline if there is one; measures nothing. */
export async function reportRecorded(
  project: Project,
  id: string | undefined,
): Promise<ReportOutcome> {
  await using store = await openStoreToRead(project)
  const run = await findShownRun(project, store, id)
  const comparison = await comparisonOf(run, project, store)
  return { run, comparison, reports: await writeReports(project, { run, comparison }) }
}

/** Writes a report in every format asked for, and the step summary of a CI service that has one. */
export async function writeReports(project: Project, shown: ReportInput): Promise<string[]> {
  const chosen = chooseRenderers(project.settings.reportFormats)
  const isPage = chosen.some(({ format }) => format === 'html')
  const input = {
    ...shown,
    findings: findingsOf(shown.run),
    ...(isPage ? { page: await reportPage(project, shown) } : {}),
  }
  const folder = resolve(project.cwd, project.settings.reportOut)
  const written: string[] = []
  for (const renderer of chosen) {
    const file = join(folder, renderer.fileName)
    await write(file, renderer.render(input))
    written.push(file)
  }
  appendStepSummary(project, input)
  return written
}

/** The renderers of these formats. @throws PlimsollError UNKNOWN_FORMAT */
export function chooseRenderers(formats: readonly string[]): readonly Renderer[] {
  const unknown = formats.filter((format) => rendererFor(format) === undefined)
  if (unknown.length > 0) {
    throw usageError(
      'UNKNOWN_FORMAT',
      `there is no report format ${unknown.map((format) => `'${format}'`).join(', ')}`,
      `formats are: ${renderers.map(({ format }) => format).join(', ')}`,
    )
  }
  return formats.flatMap((format) => rendererFor(format) ?? [])
}

async function write(file: string, text: string): Promise<void> {
  try {
    mkdirSync(join(file, '..'), { recursive: true })
    await writeFileAtomic(file, text)
  } catch (cause) {
    throw new PlimsollError({
      code: 'REPORT_NOT_WRITTEN',
      message: `the report ${file} can't be written: ${fileProblem(cause)}`,
      hint: 'name a folder that can be written with --out; the run is recorded, and plimsoll report renders it again',
      exitCode: ExitCode.usage,
      cause,
    })
  }
}

/** GitHub shows what is appended to this file on the page of the workflow's run. */
function appendStepSummary(project: Project, input: ReportInput): void {
  const file = project.env['GITHUB_STEP_SUMMARY']
  const markdown = rendererFor('markdown')
  if (file === undefined || file === '' || markdown === undefined) return
  try {
    appendFileSync(file, `${markdown.render(input)}\n`)
  } catch (cause) {
    project.tell(`the step summary can't be written: ${fileProblem(cause)}`)
  }
}
