import { ulid } from 'ulid'
import type { Revision } from '../model/run.ts'
import { beginEnvironment, type EnvironmentStart, readRevision } from '../measure/index.ts'
import { instant, type Project } from './project.ts'

/** What is known of a run before anything is measured. */
export interface RunStart {
  /** Of the record that it is going to be; whoever watches knows the run by it. */
  readonly id: string
  readonly startedAt: string
  readonly environment: EnvironmentStart
  readonly revision: Revision | null
}

/** A run begins now. */
export async function beginRun({ clock, cwd }: Project): Promise<RunStart> {
  const startedAt = instant(clock)
  return {
    id: ulid(Date.parse(startedAt)),
    startedAt,
    environment: beginEnvironment(),
    revision: await readRevision(cwd),
  }
}
