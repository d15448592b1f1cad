import { type Command, PLAIN } from '../command.ts'
import { JUDGE_SETTINGS, RUN, USE_CACHED } from './parts.ts'

export const compare: Command = {
  ...PLAIN,
  name: 'compare',
  summary: 'judge a recorded run by a baseline; measures nothing',
  arguments: [RUN],
  settings: [...JUDGE_SETTINGS, 'strict'],
  options: [
    {
      syntax: '--only <filter>',
      describe: 'part of scenario names or file paths',
      repeatable: true,
    },
    { syntax: '--verbose', describe: 'list unchanged scenarios too' },
    USE_CACHED,
  ],
  examples: [
    { command: 'plimsoll compare', does: "the latest run, by its branch's baseline" },
    {
      command: 'plimsoll compare --baseline main --tolerance 10',
      does: 'changes up to 10 % are never called',
    },
    {
      command: 'plimsoll compare --threshold 500',
      does: 'a p95 above 500 ms is red, whatever the baseline',
    },
  ],
  run: async (invocation) => (await import('../actions/compare.ts')).compareAction(invocation),
}
