import { type Command, PLAIN } from '../command.ts'
import { BENCH_SETTINGS, FILTERS } from './parts.ts'

export const run: Command = {
  ...PLAIN,
  name: 'run',
  summary: 'benchmark scenarios, record the run, judge their budgets',
  arguments: [FILTERS],
  settings: BENCH_SETTINGS,
  options: [
    { syntax: '--note <text>', describe: 'kept with the run' },
    { syntax: '--watch', describe: 're-run what a change touches' },
  ],
  examples: [
    { command: 'plimsoll run', does: 'every scenario of every *.perf.ts and *.perf.test.ts' },
    {
      command: 'plimsoll run audio --launches 10',
      does: "scenarios and files with 'audio' in the name",
    },
    { command: 'plimsoll run --cpu-profile', does: 'one .cpuprofile a scenario, too' },
    { command: 'plimsoll run --json > run.json', does: 'the run record (plimsoll/run@1)' },
  ],
  keepsOnInterrupt: true,
  run: async (invocation) => (await import('../actions/run.ts')).runAction(invocation),
}
