import type { SetupArguments } from 'plimsoll'
import { Crowd, guests } from './crowd.ts'
import { Venue } from './venue.ts'

/** Chat clients of a venue's first bot. Disposing of it lets them go, and leaves the venue. */
export interface Visit extends AsyncDisposable {
  readonly venue: Venue
  readonly crowd: Crowd
}

/** Who comes: so many clients, each a user of its own unless they are one. */
export interface Visitors {
  readonly name: string
  readonly count: number
  readonly areOne?: true
}

/** @throws Error as `Venue.enter` */
export async function visit(
  target: SetupArguments['target'],
  { name, count, areOne }: Visitors,
): Promise<Visit> {
  const venue = await Venue.enter(target)
  const users = areOne ? Array.from({ length: count }, () => name) : guests(name, count)
  const crowd = await Crowd.join(target.url, users)
  return {
    venue,
    crowd,
    [Symbol.asyncDispose]: async () => {
      crowd[Symbol.dispose]()
      await venue.leave()
    },
  }
}
