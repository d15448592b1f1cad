import { type Clock, systemClock } from '../kernel/clock.ts'
import { createRedactor, type Redactor, secretValuesIn } from '../kernel/redactor.ts'
import type { Store } from '../model/ports.ts'
import { loadSettings, type LoadedSettings, type Settings } from '../define/index.ts'
import { openStore, storeExists } from '../record/index.ts'
import type { TargetKeeper } from './target-keeper.ts'

/** Where a flow works: the project's folder, its settings, and what it may tell the user on the way. */
export interface Project {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly clock: Clock
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
  /** Aborted by a second Ctrl-C; for a flow that then ends at once by itself, and keeps what it has. */
  readonly stopSignal: () => AbortSignal
  readonly loaded: LoadedSettings
  readonly settings: Settings
  /** Hides what the project keeps secret: in records, and in what is told. */
  readonly redactor: Redactor
  /** One plain line for the user, on stderr. */
  readonly tell: (line: string) => void
  /** Those of a command that has several parts, which share them. */
  readonly targets?: TargetKeeper
}

/** What a project is opened from. */
export interface ProjectPlace {
  /** Absolute. */
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  /** By the flag's name in camelCase. */
  readonly flags: Readonly<Record<string, unknown>>
  readonly signal: AbortSignal
  readonly stopSignal?: () => AbortSignal
  readonly tell: (line: string) => void
  readonly clock?: Clock
}

/** Reads configuration and settings. @throws PlimsollError BAD_SETTINGS with every problem */
export async function openProject(place: ProjectPlace): Promise<Project> {
  const loaded = await loadSettings({ cwd: place.cwd, flags: place.flags, env: place.env })
  const { cwd, env, signal, tell } = place
  const names = loaded.settings.redact
  const redactor = createRedactor({ names, values: secretValuesIn(env) })
  return {
    cwd,
    env,
    signal,
    stopSignal: place.stopSignal ?? (() => new AbortController().signal),
    redactor,
    tell: (line) => tell(redactor.text(line)),
    clock: place.clock ?? systemClock,
    loaded,
    settings: loaded.settings,
  }
}

/** Opens the project's store; whoever opens it closes it (`await using`). */
export function openProjectStore(project: Project): Promise<Store> {
  return openStore(project.settings.store, { cwd: project.cwd })
}

/** Opens the project's store to read from it. Where there is none yet, an empty one that leaves no file behind. */
export function openStoreToRead(project: Project): Promise<Store> {
  const { cwd, settings } = project
  return openStore(storeExists(settings.store, cwd) ? settings.store : EMPTY_STORE, { cwd })
}

const EMPTY_STORE = 'sqlite::memory:'

/** The present moment, as records write it. */
export function instant(clock: Clock): string {
  return new Date(clock.epoch()).toISOString()
}
