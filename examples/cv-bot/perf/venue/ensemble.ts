import type { SetupArguments } from 'plimsoll'
import { formatCommand } from '../../src/commands/command.ts'
import type { Timed } from '../traffic/played.ts'
import { requireStatus } from './chatter.ts'
import { Crowd, guests } from './crowd.ts'
import { type Place, Venue } from './venue.ts'
import { Watcher } from './watcher.ts'

/** What becomes of one command. */
export interface Turn {
  /** Done by the instance that it was said to: its packet and its state. */
  readonly here: Promise<unknown>
  /** Done by every other one; absent where there is none. */
  readonly others: Promise<unknown> | undefined
  readonly answer: Promise<unknown>
}

/** One instance: who speaks to it, and what is heard of it. */
interface Player {
  readonly place: Place
  readonly crowd: Crowd
  readonly watcher: Watcher
}

const USERS_OF_EACH = 50

/** All instances of a target, spoken to in turn. */
export class Ensemble {
  readonly #venue: Venue
  readonly #players: readonly Player[]
  #turns = 0

  private constructor(venue: Venue, players: readonly Player[]) {
    this.#venue = venue
    this.#players = players
  }

  static async open(target: SetupArguments['target']): Promise<Ensemble> {
    const venue = await Venue.enter(target)
    const players = venue.places.map(async (place, index) => ({
      place,
      crowd: await Crowd.join(place.url, guests(`player-${index + 1}`, USERS_OF_EACH)),
      watcher: await Watcher.join(place.url),
    }))
    return new Ensemble(venue, await Promise.all(players))
  }

  /** Says a command to the instance whose turn it is. */
  play(command: Timed): Turn {
    const turn = this.#turns++ % this.#players.length
    const answer = this.#say(command, turn)
    const arrivals = this.#players.map((player) => arrivalOf(command, player, answer))
    const [here = answer] = arrivals.splice(turn, 1)
    const others = arrivals.length === 0 ? undefined : Promise.all(arrivals)
    others?.catch(() => undefined) // where the command was refused, nobody asks
    return { here, others, answer }
  }

  /** @throws Error when a change was lost, and as `Venue.leave` */
  async close(): Promise<void> {
    const lost = this.#players.reduce((sum, { watcher }) => sum + watcher.lost, 0)
    for (const { crowd, watcher } of this.#players) {
      crowd[Symbol.dispose]()
      watcher[Symbol.dispose]()
    }
    await this.#venue.leave()
    if (lost > 0) throw new Error(`${lost} changes were lost between the instances`)
  }

  async #say(command: Timed, turn: number): Promise<void> {
    const crowd = this.#players[turn]?.crowd
    if (crowd === undefined) throw new Error('there is no instance')
    requireStatus(await crowd.say(formatCommand(command)), 'accepted')
    this.#venue.countAccepted()
  }
}

function arrivalOf(
  command: Timed,
  { place, watcher }: Player,
  answer: Promise<unknown>,
): Promise<unknown> {
  const packet = place.synthesiser.packetOf(command, answer)
  const both = Promise.all([packet, watcher.changeBy(command, answer)])
  both.catch(() => undefined)
  return both
}
