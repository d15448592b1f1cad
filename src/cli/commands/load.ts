import { type Command, PLAIN } from '../command.ts'

export const load: Command = {
  ...PLAIN,
  name: 'load',
  summary: 'load one address, or scenarios, by a schedule; judge and record what came of it',
  arguments: [
    {
      syntax: '[what...]',
      describe:
        'one address (http, https, ws, wss, redis, postgres, udp), or parts of scenario names or file paths',
    },
  ],
  settings: [
    'loadRatePerSecond',
    'loadUsers',
    'loadDurationMs',
    'loadProfile',
    'loadParameters',
    'loadArrivals',
    'loadReplay',
    'loadReplaySpeed',
    'loadThinkTimeMs',
    'loadPacingMs',
    'loadMix',
    'loadRampUpMs',
    'loadRampDownMs',
    'loadWarmUpMs',
    'loadConnections',
    'loadPipelining',
    'loadWorkers',
    'loadTimeoutMs',
    'loadMaxInFlight',
    'loadAbortOn',
    'loadInsecure',
    'loadCa',
    'loadHttp2',
    'loadAllowHosts',
    'targetLogsDir',
    'labels',
    'tolerancePercent',
    'unchangedWithinPercent',
    'confidence',
    'strict',
  ],
  options: [
    { syntax: '--method <method>', describe: 'of HTTP requests (GET, or POST with a body)' },
    {
      syntax: '--header <line>',
      describe: 'a field of HTTP requests or WebSocket handshakes, "name: value"',
      repeatable: true,
    },
    { syntax: '--cookie <pair>', describe: 'name=value, for HTTP', repeatable: true },
    { syntax: '--body <text>', describe: 'of HTTP requests, WebSocket messages or datagrams' },
    { syntax: '--command <text>', describe: 'what Redis is asked (PING)' },
    { syntax: '--query <sql>', describe: 'what PostgreSQL is asked (select 1)' },
    {
      syntax: '--budget <limit>',
      describe: 'p99=10ms, errors=1%, throughput=450/s; in every window: p99=20ms/10s',
      repeatable: true,
    },
    {
      syntax: '--against <revision>',
      describe: 'load two instances of the target, that revision’s and this one’s, and compare',
    },
    { syntax: '--rounds <n>', describe: 'with --against: fresh instances so many times (10)' },
    { syntax: '--note <text>', describe: 'kept with the run' },
    { syntax: '--dry-run', describe: 'show the schedule, and load nothing' },
  ],
  examples: [
    { command: 'plimsoll load http://localhost:3000/', does: '10 users for 10 s' },
    {
      command: 'plimsoll load http://localhost:3000/ --rate 500/s --budget p99=10ms',
      does: '500 arrivals a second, whatever the answers do',
    },
    {
      command: 'plimsoll load http://localhost:3000/ --rate 200/s --profile burst --dry-run',
      does: 'what the schedule looks like',
    },
    {
      command: 'plimsoll load --profile mixed --rate 200/s --mix "chat command=3"',
      does: 'several scenarios at once, by weight',
    },
    {
      command: 'plimsoll load redis://localhost --users 50 --command "GET key"',
      does: 'Redis; likewise postgres://, ws:// and udp://',
    },
    {
      command: 'plimsoll load chat --rate 200/s --against main',
      does: 'the service as it is beside main’s: is it slower?',
    },
    {
      command: 'plimsoll load http://localhost:3000/ --json',
      does: 'the run record (plimsoll/run@1)',
    },
  ],
  keepsOnInterrupt: true,
  run: async (invocation) => (await import('../actions/load.ts')).loadAction(invocation),
}
