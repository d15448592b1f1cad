import type { Mechanism } from '../../src/model/cause.ts'

/**
 * Services with a planted cause each. Every cause has two kinds of services that differ in protocol, libraries, rate and
 * the shape of their trouble: the rules were made looking at the first, and are judged by the second as well.
 */

/** What was planted. */
export const PLANTED_CAUSES = [
  'blocked-loop',
  'gc-storm',
  'pool',
  'downstream',
  'cpu-starvation',
  'lock',
  'heap-limit',
  'control',
] as const

/** One of them. */
export type PlantedCause = (typeof PLANTED_CAUSES)[number]

/** Where the trouble comes from. */
export type Trouble = 'itself' | 'stock' | 'neighbours' | 'row-lock' | 'table-lock' | 'nothing'

/** A service and its trouble. */
export interface Plant {
  readonly cause: PlantedCause
  /** File in `services`. */
  readonly service: string
  readonly scheme: 'http' | 'ws'
  readonly perSecond: number
  readonly trouble: Trouble
  /** Not looked at while the rules were made. */
  readonly heldOut: boolean
  /** Of Node. */
  readonly flags?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** What it uses beside itself. */
  readonly uses?: readonly ('postgres' | 'stock')[]
}

/** What the report has to say. */
export const MECHANISM_OF: Readonly<Record<Exclude<PlantedCause, 'control'>, Mechanism>> = {
  'blocked-loop': 'event-loop',
  'gc-storm': 'garbage-collection',
  pool: 'pool',
  downstream: 'downstream',
  'cpu-starvation': 'cpu-starvation',
  lock: 'lock',
  'heap-limit': 'heap-limit',
}

const tuned = { heldOut: false, scheme: 'http', trouble: 'itself' } as const
const heldOut = { heldOut: true, scheme: 'http', trouble: 'itself' } as const

/** All of them; a cause's kinds take turns, seed by seed. */
export const PLANTS: readonly Plant[] = [
  { ...tuned, cause: 'blocked-loop', service: 'orders', perSecond: 100 },
  { ...heldOut, cause: 'blocked-loop', service: 'chat', scheme: 'ws', perSecond: 250 },
  { ...tuned, cause: 'gc-storm', service: 'feed', perSecond: 80, flags: ['--expose-gc'] },
  { ...heldOut, cause: 'gc-storm', service: 'chat', scheme: 'ws', perSecond: 150 },
  { ...tuned, cause: 'pool', service: 'accounts', perSecond: 100, uses: ['postgres'] },
  { ...heldOut, cause: 'pool', service: 'scores', perSecond: 160, uses: ['postgres'] },
  {
    ...tuned,
    cause: 'downstream',
    service: 'gateway',
    perSecond: 120,
    trouble: 'stock',
    uses: ['stock'],
  },
  {
    ...heldOut,
    cause: 'downstream',
    service: 'trips',
    perSecond: 60,
    trouble: 'stock',
    uses: ['stock'],
  },
  {
    ...tuned,
    cause: 'cpu-starvation',
    service: 'thumbnails',
    perSecond: 60,
    trouble: 'neighbours',
  },
  {
    ...heldOut,
    cause: 'cpu-starvation',
    service: 'encoder',
    scheme: 'ws',
    perSecond: 250,
    trouble: 'neighbours',
  },
  {
    ...tuned,
    cause: 'lock',
    service: 'accounts',
    perSecond: 80,
    trouble: 'row-lock',
    uses: ['postgres'],
  },
  {
    ...heldOut,
    cause: 'lock',
    service: 'scores',
    perSecond: 50,
    trouble: 'table-lock',
    uses: ['postgres'],
  },
  {
    ...tuned,
    cause: 'heap-limit',
    service: 'feed',
    perSecond: 100,
    flags: ['--max-old-space-size=64', '--expose-gc'],
    env: { BALLAST: '230000' },
  },
  {
    ...heldOut,
    cause: 'heap-limit',
    service: 'sessions',
    perSecond: 150,
    flags: ['--max-old-space-size=96', '--expose-gc'],
    env: { CROWD: '13500' },
  },
  { ...tuned, cause: 'control', service: 'orders', perSecond: 100, trouble: 'nothing' },
  {
    ...heldOut,
    cause: 'control',
    service: 'chat',
    scheme: 'ws',
    perSecond: 200,
    trouble: 'nothing',
  },
  // Slow for a reason that nobody can see: a wait inside the service.
  { ...tuned, cause: 'control', service: 'unseen', perSecond: 90 },
  {
    ...heldOut,
    cause: 'control',
    service: 'accounts',
    perSecond: 120,
    trouble: 'nothing',
    uses: ['postgres'],
  },
]

/** What a plant is called. */
export const plantName = ({ cause, service }: Plant): string => `${cause} ${service}`
