import { type LookupAddress, lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { monotonicNs } from '../exchanging/monotonic.ts'

/** How long an answer is used: as many connections are made within it, they ask once. */
const KEPT_NS = 1e9

/** Gets what was found, or why nothing was. */
type Asker = (failure: NodeJS.ErrnoException | null, found: readonly LookupAddress[]) => void

/**
 * Finds addresses of a name, once for all connections of a client that are made at a time: the system answers four
 * questions at once, which would hold up thousands of connections. A failure is not kept.
 */
export function sharedLookup(): LookupFunction {
  let known: readonly LookupAddress[] = []
  let knownUntilNs = 0
  let askers: Asker[] = []
  return (host, options, callback) => {
    const asker: Asker = (failure, found) => {
      const [first] = found
      if (options.all === true || first === undefined) callback(failure, [...found])
      else callback(failure, first.address, first.family)
    }
    if (monotonicNs() < knownUntilNs) return process.nextTick(asker, null, known)
    askers.push(asker)
    if (askers.length > 1) return
    lookup(host, { ...options, all: true }, (failure, found) => {
      const told = askers
      askers = []
      known = failure === null ? found : []
      knownUntilNs = failure === null ? monotonicNs() + KEPT_NS : 0
      for (const one of told) one(failure, known)
    })
  }
}
