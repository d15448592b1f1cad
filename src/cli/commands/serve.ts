import { type Command, PLAIN } from '../command.ts'

export const serve: Command = {
  ...PLAIN,
  name: 'serve',
  summary: 'show what is recorded, and what is under way, as pages in a browser',
  settings: ['servePort', 'serveHost', 'servePublicUrl', 'commitUrl'],
  options: [
    { syntax: '--open', describe: 'open the pages in a browser' },
    {
      syntax: '--set-password',
      describe: 'ask for a password to log in with (or read it from stdin)',
    },
    { syntax: '--remove-password', describe: 'nobody can log in any more' },
    {
      syntax: '--new-token <name>',
      describe: 'make a bearer token for a program, and print it once',
    },
    { syntax: '--tokens', describe: 'list the tokens there are' },
    {
      syntax: '--revoke-token <name>',
      describe: 'what was made by this name lets nobody in any more',
    },
  ],
  examples: [
    { command: 'plimsoll serve --open', does: 'for this machine alone, on port 1876' },
    { command: 'plimsoll serve --set-password', does: 'before others may come' },
    { command: 'plimsoll serve --host 0.0.0.0', does: 'for the network, behind the password' },
    {
      command: 'plimsoll serve --public-url https://perf.example.org/',
      does: 'behind a proxy that speaks TLS',
    },
  ],
  keepsOnInterrupt: true,
  onInterrupt: 'stopping (once more to stop at once)',
  run: async (invocation) => (await import('../actions/serve.ts')).serveAction(invocation),
}
