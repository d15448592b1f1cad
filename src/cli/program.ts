import { Command as Program, Option as Flag } from 'commander'
import { SETTINGS } from '../define/settings/table.ts'
import type { SettingName } from '../define/settings/settings.ts'
import { COMMON_SETTINGS, type Command, type CommandGroup, type Example } from './command.ts'
import type { Io } from './io.ts'
import { version } from './version.ts'

/** A command line, understood. */
export interface Parsed {
  readonly command: Command
  readonly arguments: readonly string[]
  /** By the flag's name in camelCase. */
  readonly flags: Readonly<Record<string, unknown>>
}

/** Commands as data → a parser that prints help and reports what it understood. */
export function buildProgram(
  commands: readonly (Command | CommandGroup)[],
  io: Io,
  onParsed: (parsed: Parsed) => void,
): Program {
  const program = base(new Program('plimsoll'), io)
    .description('Performance testing for TypeScript and Node.js services.')
    .version(version(), '-V, --version', 'print the version')
    .addHelpText('after', `\n${EXIT_CODES}`)
  for (const entry of commands) {
    if ('run' in entry) {
      program.addCommand(subprogram(entry, io, onParsed))
      continue
    }
    const group = base(new Program(entry.name), io).description(entry.summary)
    for (const command of entry.commands) group.addCommand(subprogram(command, io, onParsed))
    program.addCommand(group)
  }
  return program
}

const EXIT_CODES = `Exit codes: 0 passed · 1 regressed or over budget · 2 usage · 3 no verdict possible
            4 a scenario failed · 5 store · 70 bug · 130 interrupted`

function base(program: Program, io: Io): Program {
  return program
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: io.out,
      writeErr: () => undefined,
      getOutHelpWidth: () => io.outLook.width ?? 80,
    })
    .helpOption('-h, --help', 'print this')
    .helpCommand(false)
}

function subprogram(command: Command, io: Io, onParsed: (parsed: Parsed) => void): Program {
  const program = base(new Program(command.name), io).description(command.summary)
  for (const { syntax, describe } of command.arguments) program.argument(syntax, describe)
  for (const { syntax, describe } of command.options) program.option(syntax, describe)
  for (const name of [...command.settings, ...COMMON_SETTINGS]) program.addOption(settingFlag(name))
  program.option('--json', 'one JSON document on stdout, everything else on stderr')
  program.option('--debug', 'show stacks of errors')
  program.addHelpText('after', examplesText(command.examples))
  program.action((...given: unknown[]) => {
    const [flags, taken] = [given.at(-2), given.slice(0, -2)]
    onParsed({
      command,
      arguments: taken.flat().filter((argument) => typeof argument === 'string'),
      flags: typeof flags === 'object' && flags !== null ? { ...flags } : {},
    })
  })
  return program
}

/** What a setting's flag takes; a text where nothing is said. */
const VALUES: Partial<Record<SettingName, string>> = {
  store: '<url>',
  config: '<file>',
  include: '<globs>',
  exclude: '<globs>',
  launches: '<n>',
  timeMs: '<duration>',
  warmUpMs: '<duration>',
  timeoutMs: '<duration>',
  tolerancePercent: '<percent>',
  unchangedWithinPercent: '<percent>',
  thresholdMs: '<ms>',
  confidence: '<share>',
  strict: '',
  baseline: '<name>',
  defaultBranch: '<name>',
  seed: '<n>',
  labels: '<key=value...>',
  reportFormats: '<list>',
  reportOut: '<folder>',
  retentionKeep: '<n>',
  retentionOlderThanMs: '<duration>',
  cpuProfileDir: '[folder]',
  quiet: '',
}

function settingFlag(name: SettingName): Flag {
  const { flag, describe, default: fallback } = SETTINGS[name]
  const shown =
    typeof fallback === 'number' || typeof fallback === 'string' ? ` (default: ${fallback})` : ''
  return new Flag(`--${flag} ${VALUES[name] ?? '<value>'}`.trim(), `${describe}${shown}`)
}

function examplesText(examples: readonly Example[]): string {
  const width = Math.max(...examples.map(({ command }) => command.length))
  const lines = examples.map(({ command, does }) => `  ${command.padEnd(width)}  ${does}`)
  return `\nExamples:\n${lines.join('\n')}`
}
