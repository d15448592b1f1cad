import { Command as Program, Option as Flag } from 'commander'
import { formatDurationMs } from '../define/duration.ts'
import { SETTINGS } from '../define/settings/table.ts'
import type { SettingName } from '../define/settings/settings.ts'
import {
  COMMON_SETTINGS,
  type Command,
  type CommandGroup,
  type Example,
  type Option,
} from './command.ts'
import type { Io } from './io.ts'
import { version } from '../flows/version.ts'

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
    .addHelpText('after', `${examplesText(FIRST_EXAMPLES)}\n\n${EXIT_CODES}`)
  for (const entry of commands) {
    if ('run' in entry) {
      program.addCommand(subprogram(entry, io, onParsed))
      continue
    }
    program.addCommand(groupProgram(entry, io, onParsed))
  }
  return program
}

function groupProgram(
  { name, summary, commands }: CommandGroup,
  io: Io,
  onParsed: (parsed: Parsed) => void,
): Program {
  const group = base(new Program(name), io).description(summary)
  for (const command of commands) group.addCommand(subprogram(command, io, onParsed))
  const examples = commands.flatMap((command) => command.examples.slice(0, 1))
  return group.addHelpText('after', examplesText(examples))
}

/** What most users need on most days. */
const FIRST_EXAMPLES: readonly Example[] = [
  { command: 'plimsoll init', does: 'write an example to start from' },
  { command: 'plimsoll run', does: 'measure every scenario' },
  { command: 'plimsoll baseline set', does: 'later runs are judged by this one' },
  { command: 'plimsoll check', does: 'measure, compare, write reports: what CI runs' },
]

const EXIT_CODES = `Exit codes: 0 passed · 1 regressed or over budget · 2 usage · 3 no verdict
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
    .configureHelp({ subcommandTerm: termOf })
    .helpOption('-h, --help', 'print this')
    .helpCommand(false)
}

/** `run [filters...]`: that every command takes options goes without saying. */
function termOf(program: Program): string {
  const taken = program.registeredArguments.map((argument) => {
    const name = `${argument.name()}${argument.variadic ? '...' : ''}`
    return argument.required ? `<${name}>` : `[${name}]`
  })
  return [program.name(), ...taken].join(' ')
}

function subprogram(command: Command, io: Io, onParsed: (parsed: Parsed) => void): Program {
  const program = base(new Program(command.name), io).description(command.summary)
  for (const { syntax, describe } of command.arguments) program.argument(syntax, describe)
  for (const option of command.options) program.addOption(ownFlag(option))
  for (const name of flagsOf([...command.settings, ...COMMON_SETTINGS])) {
    program.addOption(settingFlag(name))
  }
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

/** A flag may set one thing in a benchmark and another in a load test: a command that takes both shows it once. */
function flagsOf(names: readonly SettingName[]): readonly SettingName[] {
  return [
    ...new Map(names.toReversed().map((name) => [SETTINGS[name].flag, name])).values(),
  ].toReversed()
}

/** Settings whose flag may be given several times. */
const REPEATABLE: readonly SettingName[] = [
  'labels',
  'loadAllowHosts',
  'loadMix',
  'loadAbortOn',
  'loadParameters',
]

function settingFlag(name: SettingName): Flag {
  const { flag, describe, takes } = SETTINGS[name]
  const repeats = REPEATABLE.includes(name) ? ' (repeatable)' : ''
  const syntax = `--${flag} ${takes}`.trim()
  const option = new Flag(syntax, `${describe}${repeats}${defaultText(name)}`)
  return repeats === '' ? option : option.argParser(gather)
}

/** Longest default that help shows. */
const SHOWN_MAX = 40

function defaultText(name: SettingName): string {
  const { default: fallback, unit } = SETTINGS[name]
  const text =
    typeof fallback === 'number' && unit === 'ms'
      ? formatDurationMs(fallback)
      : typeof fallback === 'object'
        ? Object.values(fallback).join(',')
        : String(fallback ?? '')
  const isTold = typeof fallback !== 'boolean' && text !== '' && text.length <= SHOWN_MAX
  return isTold ? ` (default: ${text})` : ''
}

function ownFlag({ syntax, describe, repeatable = false }: Option): Flag {
  const option = new Flag(syntax, `${describe}${repeatable ? ' (repeatable)' : ''}`)
  return repeatable ? option.argParser(gather) : option
}

/** Every value of a flag that may be given several times. */
const gather = (value: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  value,
]

/** Wider ones have their explanation beneath. */
const EXAMPLE_COLUMNS = 80

function examplesText(examples: readonly Example[]): string {
  const width = Math.max(...examples.map(({ command }) => command.length))
  const beside = examples.map(({ command, does }) => `  ${command.padEnd(width)}  ${does}`)
  const beneath = examples.map(({ command, does }) => `  ${command}\n      ${does}`)
  const fits = beside.every((line) => line.length <= EXAMPLE_COLUMNS)
  return `\nExamples:\n${(fits ? beside : beneath).join('\n')}`
}
