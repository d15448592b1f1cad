import { setTimeout as delay } from 'node:timers/promises'
import type { Note, SourceReading } from '../../../model/run.ts'
import type { ServerKind } from '../../../model/target.ts'
import { monotonicNs } from '../../load/transports/exchanging/monotonic.ts'
import type { ProbeListener } from '../probe/listener/listener.ts'
import { resourceObstacle } from '../resources/sampler.ts'
import type { RunningTarget } from '../start-target.ts'
import { directServers, targetServers } from './names.ts'
import { postgresReader } from './postgres/reader.ts'
import { ProcessSource } from './process-source.ts'
import { redisReader } from './redis/reader.ts'
import { Rhythm } from './rhythm.ts'
import { SourceSeries } from './series.ts'
import { ServerSource, type StatisticsReader } from './server-source.ts'
import type { DirectServer, Source } from './source.ts'

/** What is to be watched while a load runs. */
export interface ObserveRequest {
  readonly targets: readonly RunningTarget[]
  /** Servers that are loaded themselves. */
  readonly servers: readonly DirectServer[]
  /** What hears of the inside of targets; `undefined` = nobody. */
  readonly probes: ProbeListener | undefined
}

/** Watches until it is disposed of. */
export interface Observation extends AsyncDisposable {
  /**
   * What was read of each source over a stretch of time, those left out of which nothing is known. To be asked as windows
   * close, in their order. Times are of the monotonic clock (`process.hrtime`), in ns.
   */
  readings(fromNs: number, toNs: number): readonly SourceReading[]
  /** What a reader should know of what could not be read, once for each source. */
  notes(): readonly Note[]
}

/**
 * Begins to watch processes, servers and probes, once a second each. No trouble of theirs is one of the load: what does not
 * answer in time is absent, and noted.
 */
export async function observeTargets(request: ObserveRequest): Promise<Observation> {
  const sources = sourcesOf(request)
  const hasProcesses = request.targets.some(({ instances }) => instances.length > 0)
  const observation = new Watching(sources, request.probes, hasProcesses)
  // Counters say something from the second time on. Who does not answer is not waited for any longer.
  await Promise.race([observation.beat(), delay(PATIENCE_MS, undefined, { ref: false })])
  return observation
}

const PATIENCE_MS = 2_000

const READERS: Readonly<Record<ServerKind, StatisticsReader>> = {
  redis: redisReader,
  postgres: postgresReader,
}

function sourcesOf({ targets, servers }: ObserveRequest): readonly Source[] {
  const used = targetServers(targets)
  const loaded = directServers(servers, used)
  const processes = targets.flatMap(({ instances }) =>
    instances.map(({ name, pid }) => new ProcessSource(name, pid)),
  )
  const ofServers = used.flatMap(({ name, server: { service } }) =>
    service === undefined ? [] : [new ProcessSource(name, service.pid)],
  )
  return [
    ...processes,
    ...ofServers,
    ...used.map(
      ({ name, server }) => new ServerSource(READERS[server.kind], { name, url: server.url }),
    ),
    ...loaded.map((place) => new ServerSource(READERS[place.kind], place)),
  ]
}

class Watching implements Observation {
  readonly #series: readonly SourceSeries[]
  readonly #probes: ProbeListener | undefined
  readonly #hasProcesses: boolean
  readonly #rhythm: Rhythm

  constructor(
    sources: readonly Source[],
    probes: ProbeListener | undefined,
    hasProcesses: boolean,
  ) {
    this.#series = sources.map((source) => new SourceSeries(source))
    this.#probes = probes
    this.#hasProcesses = hasProcesses
    this.#rhythm = new Rhythm(() => void this.beat())
  }

  async beat(): Promise<void> {
    await Promise.all(this.#series.map((series) => series.read()))
  }

  readings(fromNs: number, toNs: number): readonly SourceReading[] {
    this.#rhythm.align(fromNs, toNs)
    this.#catchUp()
    return [
      ...this.#series.flatMap((series) => series.reading(fromNs, toNs)),
      ...(this.#probes?.readings(fromNs, toNs) ?? []),
    ]
  }

  notes(): readonly Note[] {
    const obstacle = this.#hasProcesses ? resourceObstacle() : undefined
    const noted = this.#series.flatMap(({ source }) => source.note() ?? [])
    return obstacle === undefined
      ? noted
      : [{ code: 'RESOURCES_UNREAD', message: obstacle }, ...noted]
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#rhythm[Symbol.dispose]()
    await Promise.all(this.#series.map(({ source }) => source[Symbol.asyncDispose]()))
  }

  /** Processes can be read at once: what the last beat did not see belongs to this window too. */
  #catchUp(): void {
    for (const series of this.#series) {
      const { source } = series
      const sinceNs = monotonicNs() - series.lastNs
      if (source instanceof ProcessSource && sinceNs > OUTDATED_NS) series.take(source.sample())
    }
  }
}

/** CPU time is counted in ticks of 10 ms: shorter stretches say little. */
const OUTDATED_NS = 200e6
