import type { CommanderError } from 'commander'
import { type PlimsollError, usageError } from '../kernel/errors.ts'
import type { Command, CommandGroup } from './command.ts'
import { COMMANDS } from './commands/index.ts'

/** A command line that can't be understood, said with the help that is nearest to it. */

/** What the parser complained about, in our words. @param argv what was given */
export function misuse(thrown: CommanderError, argv: readonly string[]): PlimsollError {
  const named = commandIn(argv)
  if (thrown.code === 'commander.help') return nothingToDo(named)
  const message = tidy(thrown.message)
  if (named === undefined && argv[0]?.startsWith('-') === true) {
    return usageError('USAGE', message, 'flags come after the command: plimsoll run --json')
  }
  return usageError('USAGE', message, hintFor(named))
}

/** `error: unknown option '--x'\n(Did you mean --y?)` → one line. */
const tidy = (message: string): string =>
  message
    .replace(/^error: /, '')
    .replaceAll(/\s*\n\s*/g, ' ')
    .trim()

/** A command as it is written, with what it is. */
interface Named {
  readonly path: string
  readonly entry: Command | CommandGroup
}

/** The command that a command line begins with, as far as it can be told. */
function commandIn([first, second]: readonly string[]): Named | undefined {
  const entry = COMMANDS.find(({ name }) => name === first)
  if (entry === undefined || 'run' in entry) return entry && { path: entry.name, entry }
  const command = entry.commands.find(({ name }) => name === second)
  if (command === undefined) return { path: entry.name, entry }
  return { path: `${entry.name} ${command.name}`, entry: command }
}

function nothingToDo(named: Named | undefined): PlimsollError {
  if (named === undefined || 'run' in named.entry) {
    const hint = 'plimsoll run measures; plimsoll --help lists the commands'
    return usageError('USAGE', 'no command was given', hint)
  }
  const names = named.entry.commands.map(({ name }) => name).join(', ')
  return usageError('USAGE', `${named.path} needs to know what to do`, `say one of: ${names}`)
}

function hintFor(named: Named | undefined): string {
  if (named === undefined) return 'plimsoll --help lists the commands'
  const what = 'run' in named.entry ? 'what it takes' : 'its commands'
  return `plimsoll ${named.path} --help lists ${what}`
}
