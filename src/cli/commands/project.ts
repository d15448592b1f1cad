import { type Command, PLAIN } from '../command.ts'
import { SETTINGS } from '../../define/settings/table.ts'
import { COMMON_SETTINGS } from '../command.ts'
import type { SettingName } from '../../define/settings/settings.ts'

export const init: Command = {
  ...PLAIN,
  name: 'init',
  summary: 'write a configuration, an example perf file and a CI workflow',
  options: [
    { syntax: '--yes', describe: 'ask nothing, write everything' },
    { syntax: '--no-workflow', describe: 'leave the CI workflow out' },
  ],
  examples: [
    { command: 'plimsoll init', does: 'asks; never overwrites what is there' },
    { command: 'plimsoll init --yes', does: 'without questions' },
  ],
  run: async (invocation) => (await import('../actions/project.ts')).initAction(invocation),
}

/** Every setting, since doctor shows them all. */
const ALL = (Object.keys(SETTINGS) as SettingName[]).filter(
  (name) => !COMMON_SETTINGS.includes(name),
)

export const doctor: Command = {
  ...PLAIN,
  name: 'doctor',
  summary: 'is this machine, project and store fit to measure?',
  settings: ALL,
  options: [
    {
      syntax: '--selftest',
      describe: 'load a server of known latencies for 30 s: does what is measured agree?',
    },
  ],
  examples: [
    {
      command: 'plimsoll doctor',
      does: 'what was found, and each setting with where it came from',
    },
    { command: 'PLIMSOLL_LAUNCHES=9 plimsoll doctor', does: 'what a variable does' },
    {
      command: 'plimsoll doctor --selftest',
      does: 'whether load tests tell the truth on this machine',
    },
  ],
  run: async (invocation) => (await import('../actions/project.ts')).doctorAction(invocation),
}
