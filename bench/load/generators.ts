import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Command, isThere } from './pins.ts'

/** What a generator is to do: closed loop, 50 connections, one thread that sends. */
export interface Work {
  readonly url: string
  readonly connections: number
  /** All of it: warm-up, what is measured, and a little more. */
  readonly seconds: number
}

/** A program that makes load. */
export interface Generator {
  readonly name: string
  /** Its requests per CPU-second are to be at least so many times those of another. */
  readonly targets: Readonly<Record<string, number>>
  readonly command: (work: Work) => Command
}

const root = join(import.meta.dirname, '../..')
const plimsoll = join(root, 'bin/plimsoll.js')
const autocannon = fileURLToPath(import.meta.resolve('autocannon'))

const load = (what: string, { connections, seconds }: Work): Command => [
  process.execPath,
  '--conditions=plimsoll-source',
  plimsoll,
  'load',
  what,
  ...['--users', String(connections), '--workers', '1', '--duration', `${seconds}s`, '--json'],
]

/** As their users start them. plimsoll records everything that it always does. */
const all: readonly Generator[] = [
  {
    name: 'plimsoll',
    targets: { autocannon: 1.2, wrk: 0.8 },
    command: (work) => load(work.url, work),
  },
  {
    name: 'plimsoll, code',
    targets: { wrk: 0.6 },
    command: (work) => load('home in code', work),
  },
  {
    name: 'autocannon',
    targets: {},
    command: ({ url, connections, seconds }) => [
      process.execPath,
      autocannon,
      ...['-c', String(connections), '-d', String(seconds), '--json', url],
    ],
  },
  {
    name: 'wrk',
    targets: {},
    command: ({ url, connections, seconds }) => [
      'wrk',
      ...['-t1', `-c${connections}`, `-d${seconds}s`, url],
    ],
  },
]

/** Those that are installed. */
export const generators: readonly Generator[] = all.filter(
  ({ name }) => name !== 'wrk' || isThere('wrk', '-v'),
)
