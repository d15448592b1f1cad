import { type Feeder, map } from 'plimsoll'
import {
  CHANNELS,
  type Command,
  formatCommand,
  type RangeCommand,
} from '../../src/commands/command.ts'
import { parseCommand } from '../../src/commands/parse.ts'
import { commands } from './commands.ts'

/** A command as it is said, and the one that it is where it is known in advance which voltage comes out at once. */
export interface Played {
  readonly text: string
  readonly timed: Timed | undefined
}

/** What leads to a voltage of its own. */
export type Timed = Exclude<Command, RangeCommand>

/** Only the last channels are given ranges: what comes out there is another voltage than was asked for, now and then. */
const RANGED = 4

/** Commands of every form. */
export const played: Feeder<Played> = map(commands, (text) => {
  const { command } = parseCommand(text)
  if (command === undefined) throw new Error(`no command: ${text}`)
  if (command.kind === 'range') return { text: formatCommand(ranged(command)), timed: undefined }
  return { text, timed: command.channel > CHANNELS - RANGED ? undefined : command }
})

const ranged = (command: RangeCommand): RangeCommand => ({
  ...command,
  channel: CHANNELS - (command.channel % RANGED),
})
