import type { Command } from '../commands/command.ts'

/**
 * Where a channel's history has got to. Versions count from 1 within an epoch; an epoch begins when Redis knows nothing of
 * the channel (the first time, or after its data was lost), and is later than every one before it.
 */
export interface Position {
  readonly epoch: number
  readonly version: number
}

/** What was done to a channel: one command, or where it stands (a snapshot), which is a range and a motion at most. */
export interface Change extends Position {
  readonly channel: number
  readonly commands: readonly Command[]
}

/** Beyond this a snapshot is sooner had than what is missing. */
const MOST_WAITING = 1000

/**
 * Puts the changes of one channel in order: each version is due once, after the one before it, however often and in which
 * order they arrive. What comes too early waits.
 */
export class ChannelSequence {
  #last: Position = { epoch: 0, version: 0 }
  #waiting = new Map<number, Change>()
  #joined = false
  #skipped = 0

  get position(): Position {
    return this.#last
  }

  /** Whether something waits for a version that has not come. */
  get hasGap(): boolean {
    return this.#waiting.size > 0
  }

  /** Versions of which only the outcome was seen, in a snapshot; what was before the first one is not missed. */
  get skipped(): number {
    return this.#skipped
  }

  /** @returns what is due now */
  offer(change: Change): readonly Change[] {
    if (change.epoch > this.#last.epoch) this.#begin({ epoch: change.epoch, version: 0 })
    if (change.epoch < this.#last.epoch || change.version <= this.#last.version) return []
    if (this.#waiting.size < MOST_WAITING) this.#waiting.set(change.version, change)
    return this.#due()
  }

  /** Takes where the channel stands by now. @returns what is due: the snapshot, if it is news, and what waited for it */
  catchUp(snapshot: Change): readonly Change[] {
    if (snapshot.epoch > this.#last.epoch) this.#begin({ epoch: snapshot.epoch, version: 0 })
    const missed = snapshot.version - this.#last.version
    if (snapshot.epoch < this.#last.epoch || missed <= 0) return []
    if (this.#joined) this.#skipped += missed - 1
    this.#joined = true
    this.#last = snapshot
    for (const version of this.#waiting.keys()) {
      if (version <= snapshot.version) this.#waiting.delete(version)
    }
    return [snapshot, ...this.#due()]
  }

  #begin(position: Position): void {
    this.#last = position
    this.#waiting = new Map()
  }

  #due(): readonly Change[] {
    const due: Change[] = []
    for (;;) {
      const next = this.#waiting.get(this.#last.version + 1)
      if (next === undefined) return due
      this.#waiting.delete(next.version)
      this.#last = next
      this.#joined = true
      due.push(next)
    }
  }
}
