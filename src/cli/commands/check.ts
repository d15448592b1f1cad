import { type Command, PLAIN } from '../command.ts'
import { BENCH_SETTINGS, DUET_SETTINGS, FILTERS, JUDGE_SETTINGS, REPORT_SETTINGS } from './parts.ts'

export const check: Command = {
  ...PLAIN,
  name: 'check',
  summary: 'run, compare, settle doubts by a duet, write reports: one exit code for CI',
  arguments: [FILTERS],
  settings: [...BENCH_SETTINGS, ...JUDGE_SETTINGS, ...DUET_SETTINGS, ...REPORT_SETTINGS],
  options: [
    {
      syntax: '--against <revision>',
      describe: 'put everything beside this revision in a duet, whatever baseline is stored',
    },
    {
      syntax: '--advance',
      describe: "make this run the branch's baseline if nothing speaks against it",
    },
    { syntax: '--note <text>', describe: 'kept with the run' },
    { syntax: '--verbose', describe: 'list unchanged scenarios too' },
  ],
  examples: [
    { command: 'plimsoll check', does: 'what a pull request runs' },
    { command: 'plimsoll check --against main', does: 'no baseline needed: a duet with main' },
    {
      command: 'plimsoll check --advance',
      does: 'what a push to main runs: the baseline moves on evidence only',
    },
    {
      command: 'plimsoll check --strict --format markdown,junit',
      does: 'inconclusive is exit 3; two reports',
    },
  ],
  keepsOnInterrupt: true,
  run: async (invocation) => (await import('../actions/check.ts')).checkAction(invocation),
}
