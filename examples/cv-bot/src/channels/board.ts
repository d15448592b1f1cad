import { type Command, formatCommand, type RangeCommand } from '../commands/command.ts'
import { isMoving, type Motion, voltsAt } from './motion.ts'

/** A channel as it is now. */
interface Channel {
  range: RangeCommand | undefined
  motion: Motion | undefined
  sinceMs: number
  volts: number
}

/** Told of every new voltage of a channel that moves by itself. */
export type OnVolts = (channel: number, volts: number) => void

/** 50 a second: as smooth as a synthesiser's own slew makes it. */
const TICK_MS = 20

/** What every channel does on this instance. One timer moves them all, and only while one moves. */
export class Board {
  readonly #onVolts: OnVolts
  readonly #nowMs: () => number
  readonly #channels = new Map<number, Channel>()
  readonly #moving = new Set<number>()
  #timer: NodeJS.Timeout | undefined

  /** @param nowMs a monotonic clock */
  constructor(onVolts: OnVolts, nowMs: () => number = () => performance.now()) {
    this.#onVolts = onVolts
    this.#nowMs = nowMs
  }

  /** Does a command. @returns the voltage that the channel has now */
  perform(command: Command): number {
    const channel = this.#channelOf(command.channel)
    const nowMs = this.#nowMs()
    if (command.kind === 'range') channel.range = command
    else {
      channel.motion = command
      channel.sinceMs = nowMs
    }
    return this.#settle(command.channel, channel, nowMs)
  }

  /** What was asked of each channel that something was asked of, as commands. */
  describe(): Readonly<Record<number, readonly string[]>> {
    return Object.fromEntries(
      [...this.#channels].map(([channel, { range, motion }]) => [
        channel,
        [range, motion].flatMap((command) => (command === undefined ? [] : formatCommand(command))),
      ]),
    )
  }

  /** Holds every channel where it is. */
  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#moving.clear()
  }

  /** The voltage at that time, and whether there is more to come. */
  #settle(number: number, channel: Channel, nowMs: number): number {
    const { motion, sinceMs } = channel
    const elapsedMs = nowMs - sinceMs
    channel.volts = within(channel.range, motion === undefined ? 0 : voltsAt(motion, elapsedMs))
    if (motion !== undefined && isMoving(motion, elapsedMs)) {
      this.#moving.add(number)
      this.#timer ??= setInterval(() => this.#tick(), TICK_MS)
    } else this.#moving.delete(number)
    return channel.volts
  }

  #tick(): void {
    const nowMs = this.#nowMs()
    for (const number of this.#moving) {
      const channel = this.#channelOf(number)
      const before = channel.volts
      const volts = this.#settle(number, channel, nowMs)
      if (volts !== before) this.#onVolts(number, volts)
    }
    if (this.#moving.size === 0) this.stop()
  }

  #channelOf(number: number): Channel {
    const known = this.#channels.get(number)
    if (known !== undefined) return known
    const fresh = { range: undefined, motion: undefined, sinceMs: 0, volts: 0 }
    this.#channels.set(number, fresh)
    return fresh
  }
}

const within = (range: RangeCommand | undefined, volts: number): number =>
  range === undefined ? volts : Math.min(range.highVolts, Math.max(range.lowVolts, volts))
