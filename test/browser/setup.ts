import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { requireChromium } from '../support/chromium.ts'
import { runCli, startProcess } from '../support/process.ts'
import { startServer } from '../support/serving.ts'
import { isWritten } from './picture.ts'
import type { Recording } from './record.ts'

/** Once for all files: a browser that can be started, runs that are recorded, reports of them, and a server that shows them. */

/** What the tests look at. */
export interface Shown extends Recording {
  /** Of a server over the recorded store: `http://127.0.0.1:40123`. */
  readonly url: string
  /** Paths of frozen pages. */
  readonly reports: { readonly bench: string; readonly load: string }
}

declare module 'vitest' {
  export interface ProvidedContext {
    shown: Shown
  }
}

/** What tests need is recorded in seconds; what people see, in minutes. */
const effort = isWritten
  ? { name: 'thorough', timeoutMs: 900_000 }
  : { name: 'brief', timeoutMs: 120_000 }

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await requireChromium()
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-browser-'))
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  process.once('exit', remove)
  const recording = await recorded(join(folder, 'examples'))
  const server = await startServer(recording.folder)
  project.provide('shown', { ...recording, url: server.url, reports: await freeze(recording) })
  return async () => {
    await server[Symbol.asyncDispose]()
    remove()
  }
}

async function recorded(folder: string): Promise<Recording> {
  const script = join(import.meta.dirname, 'record.ts')
  const args = ['--conditions=plimsoll-source', script, folder, effort.name]
  await using recorder = startProcess(process.execPath, args, effort)
  const { code, stdout, stderr } = await recorder.ended
  if (code !== 0) throw new Error(`nothing was recorded (${code}): ${stderr}`)
  return JSON.parse(stdout) as Recording
}

/** Reports of the run that is compared, and of the load test. */
async function freeze({ folder, bench, load }: Recording): Promise<Shown['reports']> {
  const [ofBench, ofLoad] = await Promise.all([bench.current, load].map((id) => page(folder, id)))
  return { bench: ofBench ?? '', load: ofLoad ?? '' }
}

async function page(folder: string, id: string): Promise<string> {
  const out = join(folder, 'reports', id)
  const args = ['report', id, '--format', 'html', '--out', out]
  const { code, stderr } = await runCli(args, { cwd: folder })
  if (code !== 0) throw new Error(`no report of ${id} (${code}): ${stderr}`)
  return join(out, 'report.html')
}
