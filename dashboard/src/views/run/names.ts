import { clip, visibleLine } from '../../../../src/show/text/visible.ts'

/** Longest name that a heading or a row has room for. */
const NAME_LENGTH = 160
/** Longest part of a name that an address carries. */
const ADDRESS_LENGTH = 200

/** A scenario's, stage's or metric's name as one line in which nothing acts, whatever is in it. */
export const shownName = (name: string): string => visibleLine(clip(name, NAME_LENGTH))

/** What a scenario is called in an address: its key, or enough of it. */
export const addressOf = (key: string): string => clip(key, ADDRESS_LENGTH)
