import { type Command, PLAIN } from '../command.ts'
import { FILTERS } from './parts.ts'

export const noise: Command = {
  ...PLAIN,
  name: 'noise',
  summary: 'what identical code differs by on this machine: the floor of every gate',
  arguments: [FILTERS],
  settings: [
    'duetTimeMs',
    'duetWarmUpMs',
    'duetConcurrency',
    'duetClock',
    'timeoutMs',
    'include',
    'exclude',
    'tolerancePercent',
    'confidence',
  ],
  options: [
    { syntax: '--launches <n>', describe: 'fresh processes for each scenario (default: 12)' },
  ],
  examples: [
    { command: 'plimsoll noise', does: 'every scenario; later verdicts know its floor' },
    { command: 'plimsoll noise decode --launches 30', does: 'some scenarios, more exactly' },
    { command: 'plimsoll noise --json', does: 'every floor (plimsoll/noise@1)' },
  ],
  keepsOnInterrupt: true,
  run: async (invocation) => (await import('../actions/noise.ts')).noiseAction(invocation),
}
