import { CommanderError } from 'commander'
import { ExitCode, usageError } from '../kernel/errors.ts'
import type { Command, Invocation } from './command.ts'
import { COMMANDS } from './commands/index.ts'
import { reportFailure } from './failure.ts'
import type { Io } from './io.ts'
import { catchInterrupts } from './interrupt.ts'
import { printableLines } from './printable.ts'
import { buildProgram, type Parsed } from './program.ts'
import { misuse } from './usage.ts'

/** Where a command line is carried out. */
export interface Surroundings {
  readonly io: Io
  /** The project's folder, absolute. Throws where it is gone. */
  readonly cwd: () => string
  readonly env: NodeJS.ProcessEnv
}

/** Parses a command line, carries it out, and gives the exit code. Never throws. */
export async function runCli(
  argv: readonly string[],
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { io } = surroundings
  const look = { json: argv.includes('--json'), debug: argv.includes('--debug') }
  try {
    const parsed = await parse(argv, io)
    if (parsed === undefined) return ExitCode.passed
    return await carryOut(parsed, surroundings)
  } catch (thrown) {
    return reportFailure(thrown, io, look)
  }
}

/** `undefined` when help or the version was asked for, and printed. @throws PlimsollError USAGE */
async function parse(argv: readonly string[], io: Io): Promise<Parsed | undefined> {
  let parsed: Parsed | undefined
  const program = buildProgram(COMMANDS, io, (result) => {
    parsed = result
  })
  try {
    await program.parseAsync(asHelp(argv), { from: 'user' })
    return parsed
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown
    if (thrown.exitCode === 0) return undefined
    throw misuse(thrown, argv)
  }
}

/** `help run` → `run --help`. */
const asHelp = (argv: readonly string[]): string[] =>
  argv[0] === 'help' ? [...argv.slice(1), '--help'] : [...argv]

/** @throws PlimsollError NO_FOLDER */
function folderOf({ cwd }: Surroundings): string {
  try {
    return cwd()
  } catch {
    throw usageError('NO_FOLDER', 'the current folder is gone', 'change to one that exists')
  }
}

/** What most commands do when they are interrupted. */
const KEEPING = 'interrupted; keeping what was measured (once more to stop at once)'

async function carryOut(parsed: Parsed, surroundings: Surroundings): Promise<ExitCode> {
  const { io, env } = surroundings
  const { command, flags } = parsed
  const cwd = folderOf(surroundings)
  const { keepsOnInterrupt, onInterrupt = KEEPING } = command
  using interrupts = catchInterrupts(io, keepsOnInterrupt ? onInterrupt : undefined)
  const { signal } = interrupts
  const invocation: Invocation = {
    arguments: parsed.arguments,
    options: flags,
    flags,
    json: flags['json'] === true,
    io,
    cwd,
    env,
    signal,
    openProject: async () => {
      const { openProject } = await import('../flows/project.ts')
      const project = await openProject({
        cwd,
        env,
        flags: settingsOf(command, flags),
        signal,
        stopSignal: () => interrupts.stopSignal(),
        tell: (text) => io.err(`${printableLines(text)}\n`),
      })
      io.redactor = project.redactor
      return project
    },
  }
  return await command.run(invocation)
}

/** Every flag may be a setting's; those of the command alone are not settings and are left out by name. */
function settingsOf(
  command: Command,
  flags: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const own = new Set(command.options.map(({ syntax }) => /--([\w-]+)/.exec(syntax)?.[1] ?? ''))
  return Object.fromEntries(Object.entries(flags).filter(([name]) => !own.has(name)))
}
