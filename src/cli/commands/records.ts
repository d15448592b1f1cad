import { type Command, PLAIN } from '../command.ts'
import { JUDGE_SETTINGS, REPORT_SETTINGS, RUN, USE_CACHED } from './parts.ts'

export const merge: Command = {
  ...PLAIN,
  name: 'merge',
  summary: 'several runs of one revision (shards, repeats) as one',
  arguments: [{ syntax: '<runs...>', describe: 'ids, or the beginnings of them' }],
  examples: [
    { command: 'plimsoll merge 01K9AB 01K9CD', does: 'one run with the launches of both' },
  ],
  run: async (invocation) => (await import('../actions/records.ts')).mergeAction(invocation),
}

export const report: Command = {
  ...PLAIN,
  name: 'report',
  summary: 'write reports of a recorded run; measures nothing',
  arguments: [RUN],
  settings: [...REPORT_SETTINGS, ...JUDGE_SETTINGS],
  options: [{ syntax: '--list', describe: 'list the recorded runs instead' }, USE_CACHED],
  examples: [
    { command: 'plimsoll report', does: 'the latest run, beside its baseline if there is one' },
    {
      command: 'plimsoll report 01K9AB --format html,junit,csv --out reports',
      does: 'one run, three files, one of them a page',
    },
    { command: 'plimsoll report --list', does: 'what there is to report on' },
  ],
  run: async (invocation) => (await import('../actions/records.ts')).reportAction(invocation),
}

export const exportRun: Command = {
  ...PLAIN,
  name: 'export',
  summary: 'write a run record to stdout, or to --out',
  arguments: [RUN],
  options: [{ syntax: '--out <file>', describe: 'a file instead of stdout' }],
  examples: [
    { command: 'plimsoll export > run.json', does: 'the latest run' },
    { command: 'plimsoll export 01K9AB --out run.json', does: 'one run, to a file' },
  ],
  run: async (invocation) => (await import('../actions/records.ts')).exportAction(invocation),
}

export const importRuns: Command = {
  ...PLAIN,
  name: 'import',
  summary: 'take run records into the store: all of them or none',
  arguments: [
    { syntax: '<files...>', describe: 'what plimsoll export wrote, or a report.html (- = stdin)' },
  ],
  examples: [
    { command: 'plimsoll import run.json', does: 'harmless when it is there already' },
    { command: 'plimsoll import report.html', does: 'the runs that a report as a page holds' },
  ],
  run: async (invocation) => (await import('../actions/records.ts')).importAction(invocation),
}
