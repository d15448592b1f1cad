import { type Command, PLAIN } from '../command.ts'
import { DUET_SETTINGS } from './parts.ts'

export const duet: Command = {
  ...PLAIN,
  name: 'duet',
  summary: 'two revisions in one process: a verdict per scenario and stage',
  arguments: [
    { syntax: '[baseline]', describe: 'the revision to compare with: a branch, tag or commit' },
    { syntax: '[current]', describe: 'the revision to judge (default: the working tree)' },
  ],
  settings: [
    ...DUET_SETTINGS,
    'timeoutMs',
    'include',
    'exclude',
    'labels',
    'redact',
    'cpuProfileDir',
    'tolerancePercent',
    'unchangedWithinPercent',
    'confidence',
    'strict',
  ],
  options: [
    {
      syntax: '--only <text>',
      describe: 'only scenarios or files with this in their name',
      repeatable: true,
    },
    {
      syntax: '--package <name@version>',
      describe: 'compare two published versions of a dependency: give it twice',
      repeatable: true,
    },
    { syntax: '--note <text>', describe: 'kept with the runs' },
    { syntax: '--verbose', describe: 'list unchanged scenarios too' },
  ],
  examples: [
    { command: 'plimsoll duet main', does: 'the working tree beside main' },
    { command: 'plimsoll duet v1.2 v1.3 --only decode', does: 'two tags, some scenarios' },
    {
      command: 'plimsoll duet main --cpu-profile',
      does: 'which functions take longer in what moved',
    },
    {
      command: 'plimsoll duet --package acorn@8.14.0 --package acorn@8.15.0',
      does: 'what a new version of a dependency does to your scenarios',
    },
  ],
  keepsOnInterrupt: true,
  run: async (invocation) => (await import('../actions/duet.ts')).duetAction(invocation),
}
