import type { Invocation } from '../command.ts'
import { type Command, type CommandGroup, PLAIN } from '../command.ts'
import type { ExitCode } from '../../kernel/errors.ts'
import { RUN } from './parts.ts'

type Actions = typeof import('../actions/baseline.ts')

/** Loads the actions when one is needed. */
const act =
  (choose: (actions: Actions) => (invocation: Invocation) => Promise<ExitCode>) =>
  async (invocation: Invocation): Promise<ExitCode> =>
    choose(await import('../actions/baseline.ts'))(invocation)

const PORTABLE = {
  syntax: '--portable',
  describe: 'write .performance-baselines/baseline.json too, to be committed',
}

const NAMED = { ...PLAIN, settings: ['baseline', 'defaultBranch'] } satisfies Partial<Command>

export const baseline: CommandGroup = {
  name: 'baseline',
  summary: 'named pointers to runs that others are judged by',
  commands: [
    {
      ...NAMED,
      name: 'set',
      summary: 'make a run the baseline of its branch (or of --baseline)',
      arguments: [RUN],
      options: [PORTABLE],
      examples: [
        { command: 'plimsoll baseline set', does: 'the latest run, for its branch' },
        {
          command: 'plimsoll baseline set 01K9 --baseline release-2',
          does: 'a run by the beginning of its id',
        },
      ],
      run: act((actions) => actions.setAction),
    },
    {
      ...NAMED,
      name: 'accept',
      summary: 'make a run the baseline because its change is intended',
      arguments: [RUN],
      options: [{ syntax: '--reason <text>', describe: 'why (required)' }, PORTABLE],
      examples: [
        {
          command: 'plimsoll baseline accept --reason "checks every frame now"',
          does: 'kept with the baseline',
        },
      ],
      run: act((actions) => actions.acceptAction),
    },
    {
      ...NAMED,
      name: 'show',
      summary: 'one baseline, its run and its past',
      examples: [
        { command: 'plimsoll baseline show --baseline main', does: 'what main points at' },
      ],
      run: act((actions) => actions.showAction),
    },
    {
      ...PLAIN,
      name: 'list',
      summary: 'every baseline',
      examples: [{ command: 'plimsoll baseline list --json', does: 'for a script' }],
      run: act((actions) => actions.listAction),
    },
    {
      ...NAMED,
      name: 'rollback',
      summary: 'back to what a baseline pointed at before',
      examples: [{ command: 'plimsoll baseline rollback', does: "this branch's" }],
      run: act((actions) => actions.rollbackAction),
    },
    {
      ...NAMED,
      name: 'remove',
      summary: 'remove a baseline; its runs stay',
      examples: [{ command: 'plimsoll baseline remove --baseline old', does: 'forget old' }],
      run: act((actions) => actions.removeAction),
    },
  ],
}
