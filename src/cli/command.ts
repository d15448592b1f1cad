import type { ExitCode } from '../kernel/errors.ts'
import type { Project } from '../flows/project.ts'
import type { SettingName } from '../define/settings/settings.ts'
import type { Io } from './io.ts'

/** A command is data: what it is called, what it takes, and what it does. */

/** One command. */
export interface Command {
  readonly name: string
  /** One line, for the list of commands. */
  readonly summary: string
  /** As commander writes them: `[run]`, `<file...>`. */
  readonly arguments: readonly Argument[]
  /** Settings that it takes as flags, beside those that every command takes. */
  readonly settings: readonly SettingName[]
  /** Flags that are not settings. */
  readonly options: readonly Option[]
  readonly examples: readonly Example[]
  /** Whether an interrupt is for the command to handle (it keeps what it has); else the process ends at once. */
  readonly keepsOnInterrupt: boolean
  /** What is said then; absent = that what was measured is kept. */
  readonly onInterrupt?: string
  readonly run: (invocation: Invocation) => Promise<ExitCode>
}

/** Several commands under one name: `baseline set`, `store verify`. */
export interface CommandGroup {
  readonly name: string
  readonly summary: string
  readonly commands: readonly Command[]
}

/** One argument. */
export interface Argument {
  readonly syntax: string
  readonly describe: string
}

/** One flag. */
export interface Option {
  /** As commander writes it: `--portable`, `--reason <text>`. */
  readonly syntax: string
  readonly describe: string
  /** Whether it may be given several times; its value is then a list. */
  readonly repeatable?: boolean
}

/** One line of `--help`. */
export interface Example {
  readonly command: string
  readonly does: string
}

/** A command being carried out. */
export interface Invocation {
  readonly arguments: readonly string[]
  /** Flags that are not settings, by their name in camelCase. */
  readonly options: Readonly<Record<string, unknown>>
  readonly json: boolean
  readonly io: Io
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly signal: AbortSignal
  /** Reads configuration and settings. @throws PlimsollError BAD_SETTINGS */
  readonly openProject: () => Promise<Project>
  /** Every flag that was given, by its name in camelCase. */
  readonly flags: Readonly<Record<string, unknown>>
}

/** Settings that every command takes. */
export const COMMON_SETTINGS: readonly SettingName[] = ['store', 'config', 'seed', 'quiet']

/** What a command is when nothing else is said. */
export const PLAIN: Pick<Command, 'arguments' | 'settings' | 'options' | 'keepsOnInterrupt'> = {
  arguments: [],
  settings: [],
  options: [],
  keepsOnInterrupt: false,
}
