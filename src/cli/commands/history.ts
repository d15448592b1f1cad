import { type Command, PLAIN } from '../command.ts'
import { FILTERS } from './parts.ts'

export const history: Command = {
  ...PLAIN,
  name: 'history',
  summary: 'how results moved from run to run, and where their level changed',
  arguments: [FILTERS],
  options: [
    { syntax: '--stage <filter>', describe: 'part of stage names', repeatable: true },
    {
      syntax: '--metric <name>',
      describe: 'instead of latency: cpu, or one of your own',
      repeatable: true,
    },
    {
      syntax: '--statistic <name>',
      describe: 'p50, p95, p99 or mean (default: p50; mean for counters)',
    },
    { syntax: '--branch <name>', describe: 'runs of one branch (default: all)' },
    { syntax: '--since <when>', describe: 'a date, an age such as 30d, or a measured commit' },
    { syntax: '--limit <n>', describe: 'the newest n runs of each series (default: all)' },
    { syntax: '--verbose', describe: 'every change, and how each series was read' },
  ],
  examples: [
    { command: 'plimsoll history', does: 'every scenario and its stages' },
    { command: 'plimsoll history audio --branch main', does: 'some scenarios, one branch' },
    {
      command: 'plimsoll history --statistic p99 --since 90d',
      does: 'the slow end of three months',
    },
    { command: 'plimsoll history --json', does: 'every point (plimsoll/history@1)' },
  ],
  run: async (invocation) => (await import('../actions/history.ts')).historyAction(invocation),
}
