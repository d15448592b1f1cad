import { type CommandGroup, PLAIN } from '../command.ts'

export const store: CommandGroup = {
  name: 'store',
  summary: 'care for the store of runs',
  commands: [
    {
      ...PLAIN,
      name: 'verify',
      summary: 'read everything, say what is damaged and what can be saved; changes nothing',
      examples: [{ command: 'plimsoll store verify', does: 'exit 5 when something is damaged' }],
      run: async (invocation) => (await import('../actions/store.ts')).verifyAction(invocation),
    },
    {
      ...PLAIN,
      name: 'prune',
      summary: 'remove old runs; baselines keep theirs',
      settings: ['retentionKeep', 'retentionOlderThanMs'],
      options: [{ syntax: '--dry-run', describe: 'say what would be removed, remove nothing' }],
      examples: [
        {
          command: 'plimsoll store prune --keep 200',
          does: 'the newest 200, and what baselines need',
        },
        { command: 'plimsoll store prune --older-than 90d --dry-run', does: 'look first' },
      ],
      run: async (invocation) => (await import('../actions/store.ts')).pruneAction(invocation),
    },
    {
      ...PLAIN,
      name: 'migrate',
      summary: 'bring an older store up to this version (opening it does so, too)',
      examples: [{ command: 'plimsoll store migrate', does: 'before many readers open it' }],
      run: async (invocation) => (await import('../actions/store.ts')).migrateAction(invocation),
    },
    {
      ...PLAIN,
      name: 'copy',
      summary: 'copy every run and baseline into another store',
      arguments: [{ syntax: '<url>', describe: 'the other store: sqlite:PATH' }],
      examples: [
        { command: 'plimsoll store copy sqlite:backup.db', does: 'what it has already stays' },
      ],
      run: async (invocation) => (await import('../actions/store.ts')).copyAction(invocation),
    },
  ],
}
