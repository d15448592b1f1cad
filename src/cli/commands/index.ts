import type { Command, CommandGroup } from '../command.ts'
import { baseline } from './baseline.ts'
import { check } from './check.ts'
import { compare } from './compare.ts'
import { history } from './history.ts'
import { duet } from './duet.ts'
import { load } from './load.ts'
import { noise } from './noise.ts'
import { doctor, init } from './project.ts'
import { exportRun, importRuns, merge, report } from './records.ts'
import { run } from './run.ts'
import { serve } from './serve.ts'
import { store } from './store.ts'

/** Every command, in the order in which help lists them. */
export const COMMANDS: readonly (Command | CommandGroup)[] = [
  init,
  run,
  compare,
  check,
  duet,
  noise,
  load,
  baseline,
  history,
  report,
  serve,
  merge,
  exportRun,
  importRuns,
  store,
  doctor,
]
