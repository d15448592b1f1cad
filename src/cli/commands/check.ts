import { type Command, PLAIN } from '../command.ts'
import { BENCH_SETTINGS, FILTERS, JUDGE_SETTINGS, REPORT_SETTINGS } from './parts.ts'

export const check: Command = {
  ...PLAIN,
  name: 'check',
  summary: 'run, compare with the baseline, write reports: one exit code for CI',
  arguments: [FILTERS],
  settings: [...BENCH_SETTINGS, ...JUDGE_SETTINGS, ...REPORT_SETTINGS],
  options: [
    { syntax: '--note <text>', describe: 'kept with the run' },
    { syntax: '--verbose', describe: 'list unchanged scenarios too' },
  ],
  examples: [
    { command: 'plimsoll check', does: 'what a pull request runs' },
    {
      command: 'plimsoll check --strict --format markdown,junit',
      does: 'inconclusive is exit 3; two reports',
    },
  ],
  keepsOnInterrupt: true,
  run: async (invocation) => (await import('../actions/check.ts')).checkAction(invocation),
}
