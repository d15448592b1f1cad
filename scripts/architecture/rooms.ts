/**
 * The house as data: who may import whom, and why. The architecture test holds the import graph against it, and the
 * linter's per-folder rules are generated from it (`npm run lint:rooms`), so that the two can't drift apart.
 */

/** A folder of `src`, or the files at its top. */
export interface Room {
  readonly name: string
  /** From the checkout's folder. The faces are the files of `src` itself. */
  readonly folder: string
  /** Rooms that its files may import, beside their own. */
  readonly mayImport: readonly string[]
  /** A pure room gets values and returns values: no `node:*`, no clock, no randomness, no output. */
  readonly pure: boolean
  /** Files of a pure room that may use the machine's own names after all: where a port meets it. */
  readonly edges?: readonly string[]
  /** Said to whoever breaks the rule. */
  readonly why: string
}

const LOWER = ['model', 'kernel']
const STEPS = ['define', 'measure', 'record', 'judge', 'show', 'serve']

/** Every room there is; one that is missing from `src`, or a folder of `src` that is missing here, is an error. */
export const rooms: readonly Room[] = [
  {
    name: 'kernel',
    folder: 'src/kernel',
    mayImport: [],
    pure: true,
    edges: ['src/kernel/clock.ts'],
    why: 'the kernel is what all others stand on, so it stands on nothing',
  },
  {
    name: 'stats',
    folder: 'src/stats',
    mayImport: ['kernel'],
    pure: true,
    why: 'statistics are numbers in and values out; they know nothing of scenarios or runs',
  },
  {
    name: 'processes',
    folder: 'src/processes',
    mayImport: ['kernel'],
    pure: false,
    why: 'starting and ending the processes that users’ code runs in is shared by the steps that need them',
  },
  {
    name: 'model',
    folder: 'src/model',
    mayImport: ['kernel'],
    pure: true,
    why: 'the records are what the steps share, so they depend on none of them',
  },
  {
    name: 'define',
    folder: 'src/define',
    mayImport: [...LOWER, 'processes'],
    pure: false,
    why: 'the steps do not import one another; they meet through the model, wired in flows',
  },
  {
    name: 'measure',
    folder: 'src/measure',
    mayImport: [...LOWER, 'processes', 'stats'],
    pure: false,
    why: 'measuring knows nothing of stores, verdicts or reports; flows hands its records on',
  },
  {
    name: 'record',
    folder: 'src/record',
    mayImport: [...LOWER, 'processes', 'stats'],
    pure: false,
    why: 'keeping records needs neither to measure nor to judge; flows brings the records',
  },
  {
    name: 'judge',
    folder: 'src/judge',
    mayImport: [...LOWER, 'stats'],
    pure: true,
    why: 'judging is mathematics over records: it can be repeated years later, anywhere',
  },
  {
    name: 'show',
    folder: 'src/show',
    mayImport: [...LOWER, 'stats'],
    pure: true,
    why: 'renderers get records and verdicts and return text; one place, in flows or cli, writes it',
  },
  {
    name: 'serve',
    folder: 'src/serve',
    mayImport: LOWER,
    pure: false,
    why: 'the server hands out documents and knows where none of them comes from; flows brings them',
  },
  {
    name: 'flows',
    folder: 'src/flows',
    mayImport: [...STEPS, ...LOWER, 'stats'],
    pure: false,
    why: 'flows is where the steps meet; only cli and the faces stand above it',
  },
  {
    name: 'cli',
    folder: 'src/cli',
    mayImport: ['flows', 'define', 'show', ...LOWER],
    pure: false,
    why: 'the command line parses, calls a flow, prints and exits; the work itself belongs in flows',
  },
  {
    name: 'faces',
    folder: 'src',
    mayImport: ['flows', ...STEPS, ...LOWER, 'stats'],
    pure: false,
    why: 'a face re-exports what users may use; the command line is no library',
  },
]

/** Where packages may be imported. */
export interface PackagePlace {
  /** Packages, or `node:` modules; deeper paths of them count too. */
  readonly packages: readonly string[]
  /** Folders or files; none = nowhere yet. */
  readonly places: readonly string[]
  readonly why: string
}

/** Folders of drivers. */
const TRANSPORT_OF: Readonly<Record<string, string>> = {
  undici: 'http',
  ws: 'ws',
  ioredis: 'redis',
  pg: 'postgres',
}

/** Drivers of servers whose own statistics are read while a target uses them. */
const OBSERVED: readonly string[] = ['ioredis', 'pg']

/** What pages are told by. */
const SERVING: readonly string[] = ['ws']

/** Every package that `src` may import at all, and those that wait for their rooms. */
export const packagePlaces: readonly PackagePlace[] = [
  {
    packages: ['commander', 'listr2', '@clack/prompts'],
    places: ['src/cli'],
    why: 'talking with the terminal is the command line’s work',
  },
  {
    packages: ['zod'],
    places: ['src/model', 'src/define'],
    why: 'documents are checked where they are described: records in model, settings in define',
  },
  { packages: ['csv-parse'], places: ['src/define'], why: 'only feeders read CSV' },
  {
    packages: ['fast-check'],
    places: ['src/define'],
    why: 'only the feeder over arbitraries knows it, and it is the user’s own dependency',
  },
  {
    packages: ['tinyglobby'],
    places: ['src/define', 'src/flows'],
    why: 'perf files are found once, before anything is measured',
  },
  {
    packages: ['tsx'],
    places: ['src/define', 'src/measure', 'src/processes'],
    why: 'it loads configs and perf files, nothing else',
  },
  {
    packages: ['vitest'],
    places: ['src/measure/bench/vitest', 'src/vitest.ts'],
    why: 'it is an optional peer: without it everything but its own front end works',
  },
  {
    packages: ['ulid'],
    places: ['src/flows'],
    why: 'a run gets its id once, in the flow that made it',
  },
  {
    packages: ['write-file-atomic'],
    places: ['src/record', 'src/flows'],
    why: 'what is measured with care is written with care, in the rooms that write',
  },
  {
    packages: ['node:sqlite'],
    places: ['src/record/sqlite'],
    why: 'a driver is known in its own folder only, so that it can be replaced there',
  },
  ...['undici', 'ws', 'ioredis', 'pg'].map(
    (name): PackagePlace => ({
      packages: [name],
      places: [
        `src/measure/load/transports/${TRANSPORT_OF[name] ?? ''}`,
        ...(OBSERVED.includes(name) ? [`src/measure/target/observe/${TRANSPORT_OF[name]}`] : []),
        ...(SERVING.includes(name) ? ['src/serve'] : []),
      ],
      why: 'a driver is known in its own folder only, and loaded when that protocol is, or such a server is watched: it is an optional peer',
    }),
  ),
  {
    packages: ['fastify', '@fastify/cookie', '@fastify/rate-limit'],
    places: ['src/serve'],
    why: 'what speaks HTTP for the pages is known where they are served only',
  },
  {
    packages: ['bullmq'],
    places: [],
    why: 'a driver is known in its own folder only, and that folder is not made yet',
  },
]

/** Names of the machine that a pure room must not reach for; what it needs comes in as a value. */
export const ambientNames: readonly string[] = [
  'console',
  'process',
  'performance',
  'crypto',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'Worker',
  'WebSocket',
]

/** Said to whoever reaches for one of them. */
export const AMBIENT_WHY: string =
  'a pure room has no clock, no randomness, no process and no output: take what it needs as a value'

/** Said to whoever draws unseeded numbers anywhere in `src`. */
export const RANDOM_WHY: string =
  'whatever is measured or judged must be repeatable: take a seeded Random of the kernel'

/** Code outside `src`, and what it may import of it. */
export interface Area {
  readonly folder: string
  /** `public`: plimsoll by its public names. `parts`: some folders alone. `inside`: any room but cli. `all`: cli too. */
  readonly reach: 'public' | 'parts' | 'inside' | 'all'
  /** Folders of `src` that it may import from, where only some are open to it. */
  readonly parts?: readonly string[]
  readonly why: string
}

/** Everything beside `src` that holds code. */
export const areas: readonly Area[] = [
  {
    folder: 'examples',
    reach: 'public',
    why: 'an example shows what a user writes, and users have the public names only',
  },
  {
    folder: 'dashboard',
    reach: 'parts',
    parts: ['src/model', 'src/kernel', 'src/stats', 'src/show/text'],
    why: 'the page runs in a browser: it knows records, mathematics and words, and asks a server for the rest',
  },
  { folder: 'bench', reach: 'inside', why: 'our own hot paths are benchmarked where they are' },
  { folder: 'scripts', reach: 'inside', why: 'nothing imports the command line' },
  { folder: 'test', reach: 'all', why: 'tests see everything' },
  { folder: 'bin', reach: 'all', why: 'the bin starts the command line' },
]
