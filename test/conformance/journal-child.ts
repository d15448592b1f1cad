/**
 * A process that measures as far as its journal shows, until it is killed: `node journal-child.ts <cwd> <run id>`. It says
 * `ready` once its first window was told.
 */

import { writeSync } from 'node:fs'
import { setInterval } from 'node:timers/promises'
import { PLAIN_REDACTOR } from '../../src/kernel/redactor.ts'
import { LiveJournal } from '../../src/record/index.ts'
import { journalLane, journalRun } from '../support/live.ts'
import { windowOf } from '../support/loads.ts'

const [cwd = '', id = ''] = process.argv.slice(2)

const journal = await LiveJournal.open({
  cwd,
  run: { ...journalRun, id },
  redactor: PLAIN_REDACTOR,
})
journal.lane(journalLane('chat'))
let index = 0
for await (const _ of setInterval(100)) {
  journal.windows([{ key: 'chat', window: windowOf(index, [1e6]), latency: undefined }])
  if (index++ === 0) writeSync(1, 'ready\n')
}
