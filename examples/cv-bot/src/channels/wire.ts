import { CHANNELS, type Command } from '../commands/command.ts'
import { parseCommand } from '../commands/parse.ts'
import type { Change } from './sequence.ts'

/** How changes stand in Redis: as the commands themselves, which can be read by people, and are checked by the grammar. */

/** A change as instances tell each other: `<epoch> <version> <origin> <command>`. */
export interface Told extends Change {
  /** The instance that made it. */
  readonly origin: string
}

/** @returns undefined where it is none: whoever may write to Redis may write anything */
export function readTold(text: string): Told | undefined {
  const [, epoch, version, origin, rest] = /^(\d+) (\d+) (\S+) (.+)$/.exec(text) ?? []
  const { command } = parseCommand(rest ?? '')
  if (command === undefined || origin === undefined) return undefined
  const position = { epoch: Number(epoch), version: Number(version) }
  return { ...position, channel: command.channel, commands: [command], origin }
}

/** The field of a channel's hash that a command replaces: a range does not end a motion, nor the other way round. */
export const fieldOf = ({ kind }: Command): 'range' | 'motion' =>
  kind === 'range' ? 'range' : 'motion'

/** A channel's hash as a change that leads to it. @returns undefined where nothing was done to it yet */
export function readSnapshot(
  channel: number,
  fields: Readonly<Record<string, string>>,
): Change | undefined {
  const { epoch, version, range, motion } = fields
  if (epoch === undefined || version === undefined) return undefined
  const commands = [range, motion].flatMap((text) => parseCommand(text ?? '').command ?? [])
  return { channel, epoch: Number(epoch), version: Number(version), commands }
}

/** Where things are in Redis, below a prefix. */
export interface Keys {
  readonly feed: string
  channel(channel: number): string
}

export const keysBelow = (prefix: string): Keys => ({
  feed: `${prefix}changes`,
  channel: (channel) => `${prefix}channel:${channel}`,
})

export const everyChannel: readonly number[] = Array.from(
  { length: CHANNELS },
  (_, index) => index + 1,
)
