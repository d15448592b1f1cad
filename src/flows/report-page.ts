import { readFile } from 'node:fs/promises'
import { ExitCode, PlimsollError } from '../kernel/errors.ts'
import type { PageDocument } from '../model/page.ts'
import type { ReportInput, ReportPage } from '../model/ports.ts'
import { instant, openStoreToRead, type Project } from './project.ts'
import { pageProject } from './page-project.ts'

/** Beside `src` as beside `dist`. */
const TEMPLATE = new URL('../../dist/dashboard/frozen/index.html', import.meta.url)

/** What a report as a page is made of beside the run that it shows. @throws PlimsollError PAGE_NOT_BUILT */
export async function reportPage(
  project: Project,
  { comparison }: ReportInput,
): Promise<ReportPage> {
  const documents: Record<string, PageDocument> = { project: await pageProject(project) }
  if (comparison !== undefined) {
    await using store = await openStoreToRead(project)
    const baseline = await store.load(comparison.baseline.run)
    if (baseline !== undefined) documents[`runs/${baseline.id}`] = baseline
  }
  return { template: await readTemplate(), writtenAt: instant(project.clock), documents }
}

async function readTemplate(): Promise<string> {
  try {
    return await readFile(TEMPLATE, 'utf8')
  } catch (cause) {
    throw new PlimsollError({
      code: 'PAGE_NOT_BUILT',
      message: 'the page that reports are made of is not there',
      hint: 'In a clone of plimsoll, build it: npm run build. A package from npm has it: install it again.',
      exitCode: ExitCode.bug,
      cause,
    })
  }
}
