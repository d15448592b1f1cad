import type { Mechanism } from '../../../model/cause.ts'
import type { Search } from '../suspect.ts'
import { generatorBusy, generatorLag, stolen } from './generator.ts'
import { cpuStarvation, cpuWork } from './machine.ts'
import { eventLoop, garbageCollection, heapLimit } from './node.ts'
import { stages } from './stages.ts'
import { downstream, lock, pool } from './waiting.ts'

/** All that is looked for. */
export const SEARCHES: readonly Search[] = [
  generatorLag,
  generatorBusy,
  stolen,
  cpuStarvation,
  heapLimit,
  garbageCollection,
  eventLoop,
  cpuWork,
  lock,
  downstream,
  pool,
  stages,
]

/**
 * What follows from what. A mechanism raises the series of those behind it as well: what starves of CPU also has a late
 * event loop, and a held event loop gets its answers late.
 */
export const CONSEQUENCES: Readonly<Record<Mechanism, readonly Mechanism[]>> = {
  generator: ['cpu-starvation', 'event-loop', 'cpu-work', 'downstream', 'pool', 'stage'],
  'cpu-starvation': ['garbage-collection', 'event-loop', 'downstream', 'pool', 'stage'],
  'heap-limit': [
    'garbage-collection',
    'event-loop',
    'cpu-starvation',
    'cpu-work',
    'downstream',
    'pool',
    'stage',
  ],
  'garbage-collection': ['event-loop', 'cpu-starvation', 'cpu-work', 'downstream', 'pool', 'stage'],
  'event-loop': ['cpu-starvation', 'cpu-work', 'downstream', 'pool', 'stage'],
  'cpu-work': ['stage'],
  lock: ['downstream', 'pool', 'stage'],
  downstream: ['pool', 'stage'],
  pool: ['stage'],
  stage: [],
}
