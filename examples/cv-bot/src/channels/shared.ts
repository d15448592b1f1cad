import { randomUUID } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import { type Command, formatCommand } from '../commands/command.ts'
import { connectRedis, type RedisPlace } from '../redis/connect.ts'
import { Script } from '../redis/script.ts'
import { type Change, ChannelSequence } from './sequence.ts'
import { everyChannel, fieldOf, type Keys, keysBelow, readSnapshot, readTold } from './wire.ts'

/**
 *   commit ─▶ Redis ┬ state: a hash for each channel, its version one higher
 *                   ├ reply: the version ─────────────────▶ this instance ┐
 *                   └ publish: the change and its version ─▶ the others ───┴▶ in order, each once
 *
 * The state is changed and published in one step, so every instance is told of the same changes in the same order. Who
 * misses one sees that by the next version, and catches up from the state.
 */

/** Changes the state and tells it: [epoch, version]. */
const COMMIT = new Script(`
local epoch = redis.call('HGET', KEYS[1], 'epoch')
if not epoch then
  local time = redis.call('TIME')
  epoch = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
  redis.call('HSET', KEYS[1], 'epoch', epoch)
end
local version = redis.call('HINCRBY', KEYS[1], 'version', 1)
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('PUBLISH', KEYS[2], epoch .. ' ' .. version .. ' ' .. ARGV[3] .. ' ' .. ARGV[2])
return {epoch, version}
`)

export interface SharedChannelsOptions extends RedisPlace {
  /** Before every key: bots of one prefix share their channels. */
  readonly prefix: string
  /** Called with what others did, and with what was missed. */
  readonly onChange: (change: Change) => void
}

/** How well it goes. */
export interface SharedChannelsHealth {
  /** Changes of which only the outcome was seen, since the connection was broken. */
  readonly skipped: number
  /** Messages of others that were no changes. */
  readonly garbled: number
  /** Failures of the connections. */
  readonly troubles: number
}

/**
 * How long a gap may last. What is missing is nearly always on its way: another connection carries it. Whatever is lost
 * for good was lost with that connection, and a new one asks for the state by itself.
 */
const GAP_MS = 500
const CHECK_EVERY_MS = 1000

/** The channels as all instances see them. */
export class SharedChannels {
  readonly #options: SharedChannelsOptions
  readonly #keys: Keys
  /** Tells this instance from the others, whatever they are called. */
  readonly #origin = randomUUID()
  readonly #sequences = new Map(everyChannel.map((channel) => [channel, new ChannelSequence()]))
  readonly #repairs = new Map<number, NodeJS.Timeout>()
  /** Channels of which nobody knows whether a command was done. */
  readonly #doubtful = new Set<number>()
  #redis: Redis | undefined
  #feed: Redis | undefined
  #checks: NodeJS.Timeout | undefined
  #listening = false
  #garbled = 0
  #troubles = 0

  private constructor(options: SharedChannelsOptions) {
    this.#options = options
    this.#keys = keysBelow(options.prefix)
  }

  /** Connects, listens, and learns how every channel stands. @throws Error when Redis can't be reached */
  static async open(options: SharedChannelsOptions): Promise<SharedChannels> {
    const channels = new SharedChannels(options)
    try {
      await channels.#connect()
      return channels
    } catch (error) {
      channels.close()
      throw error
    }
  }

  /** For whoever else asks Redis. */
  get redis(): Redis {
    if (this.#redis === undefined) throw new Error('not connected yet')
    return this.#redis
  }

  get health(): SharedChannelsHealth {
    const skipped = [...this.#sequences.values()].reduce((sum, each) => sum + each.skipped, 0)
    return { skipped, garbled: this.#garbled, troubles: this.#troubles }
  }

  /**
   * Does a command for all instances.
   * @returns the position it got, and what is due on this instance: that command, after whatever came before it
   * @throws Error when Redis does not say in time that it was done. It may have been: the state tells, and will be asked.
   */
  async commit(command: Command): Promise<Committed> {
    const { channel } = command
    const values = [fieldOf(command), formatCommand(command), this.#origin]
    try {
      const keys = [this.#keys.channel(channel), this.#keys.feed]
      const answer = await COMMIT.run(this.redis, keys, values)
      const [epoch = 0, version = 0] = Array.isArray(answer) ? answer.map(Number) : []
      const change = { channel, epoch, version, commands: [command] }
      return { change, due: this.#offer(change) }
    } catch (error) {
      this.#doubtful.add(channel)
      this.#repairSoon(channel, GAP_MS)
      throw error
    }
  }

  /** Whether Redis answers, and tells what others do. Never rejects. */
  async isReady(): Promise<boolean> {
    try {
      await Promise.all([this.redis.ping(), this.#feed?.ping()])
      return this.#listening
    } catch {
      return false
    }
  }

  /** Frees the connections at once. May be called again. */
  close(): void {
    clearInterval(this.#checks)
    for (const timer of this.#repairs.values()) clearTimeout(timer)
    this.#repairs.clear()
    this.#feed?.disconnect()
    this.#redis?.disconnect()
  }

  async #connect(): Promise<void> {
    const onTrouble = (): void => void this.#troubles++
    this.#redis = await connectRedis(this.#options, onTrouble)
    const feed = await connectRedis(this.#options, onTrouble)
    this.#feed = feed
    feed.on('message', (_, text: string) => this.#hear(text))
    feed.on('close', () => {
      this.#listening = false
    })
    // Anew after every break: listens first, then looks what it missed, so that nothing falls in between.
    feed.on('ready', () => void this.#listen(feed).catch(onTrouble))
    await this.#listen(feed)
    this.#checks = setInterval(() => void this.#check(feed), CHECK_EVERY_MS).unref()
  }

  async #listen(feed: Redis): Promise<void> {
    await feed.subscribe(this.#keys.feed)
    await Promise.all(everyChannel.map((channel) => this.#catchUp(channel)))
    this.#listening = true
  }

  /** A connection that only listens would not notice that nobody is at its other end. */
  async #check(feed: Redis): Promise<void> {
    if (feed.status !== 'ready') return
    try {
      await feed.ping()
    } catch {
      return feed.disconnect(true)
    }
    if (!this.#listening) await this.#listen(feed).catch(() => this.#troubles++)
  }

  #hear(text: string): void {
    const told = readTold(text)
    if (told === undefined) this.#garbled++
    // What this instance did it learns from the reply, as part of the message that asked for it.
    else if (told.origin !== this.#origin) this.#tell(this.#offer(told))
  }

  #offer(change: Change): readonly Change[] {
    const sequence = this.#sequenceOf(change.channel)
    const due = sequence.offer(change)
    if (sequence.hasGap) this.#repairSoon(change.channel, GAP_MS)
    return due
  }

  #tell(due: readonly Change[]): void {
    for (const change of due) this.#options.onChange(change)
  }

  #repairSoon(channel: number, afterMs: number): void {
    if (this.#repairs.has(channel)) return
    const repair = async (): Promise<void> => {
      // What has arrived while this process was busy is read first: timers come before it.
      await turn()
      this.#repairs.delete(channel)
      if (!this.#sequenceOf(channel).hasGap && !this.#doubtful.has(channel)) return
      await this.#catchUp(channel).catch(() => this.#repairSoon(channel, CHECK_EVERY_MS))
    }
    this.#repairs.set(channel, setTimeout(() => void repair(), afterMs).unref())
  }

  async #catchUp(channel: number): Promise<void> {
    const fields = await this.redis.hgetall(this.#keys.channel(channel))
    this.#doubtful.delete(channel)
    const snapshot = readSnapshot(channel, fields)
    if (snapshot !== undefined) this.#tell(this.#sequenceOf(channel).catchUp(snapshot))
  }

  #sequenceOf(channel: number): ChannelSequence {
    const sequence = this.#sequences.get(channel)
    if (sequence === undefined) throw new Error(`there is no channel ${channel}`)
    return sequence
  }
}

/** What became of a command. */
export interface Committed {
  readonly change: Change
  readonly due: readonly Change[]
}
