import { setTimeout as delay } from 'node:timers/promises'
import type { SetupArguments } from 'plimsoll'
import { removeTraces } from '../traces.ts'
import { Synthesiser } from './synthesiser.ts'

type Target = SetupArguments['target']
type Instance = Target['instances'][number]

/** One bot of those that play together, and the synthesiser that it plays. */
export interface Place {
  readonly url: string
  readonly synthesiser: Synthesiser
}

/**
 * Where a load test plays: the bots of a target, and a synthesiser for each, at the port that the bot was told. Scenarios
 * that run side by side share it; when the last one has left, nothing of what was played is left in Redis and PostgreSQL.
 */
export class Venue {
  /** At least one. */
  readonly places: readonly [Place, ...Place[]]
  readonly #target: Target
  readonly #prefixes: ReadonlySet<string>
  #guests = 0
  #accepted = 0

  private constructor(
    target: Target,
    prefixes: ReadonlySet<string>,
    places: readonly [Place, ...Place[]],
  ) {
    this.#target = target
    this.#prefixes = prefixes
    this.places = places
  }

  /** @throws Error for a bot that was not started for a load test: what it knows is not ours to remove */
  static async enter(target: Target): Promise<Venue> {
    const opening = open.get(target.url) ?? Venue.#open(target)
    open.set(target.url, opening)
    const venue = await opening
    venue.#guests++
    return venue
  }

  static async #open(target: Target): Promise<Venue> {
    const stats = await Promise.all(target.instances.map(({ url }) => statsOf(url)))
    const prefixes = new Set(stats.map(({ prefix }) => prefix))
    for (const prefix of prefixes) requireOurs(prefix, target)
    const [first, ...others] = await Promise.all(target.instances.map(openPlace))
    if (first === undefined) throw new Error(`${target.name} has no instances`)
    return new Venue(target, prefixes, [first, ...others])
  }

  /** A command was done: it has a row in the history, sooner or later. */
  countAccepted(): void {
    this.#accepted++
  }

  /** @throws Error when an instance stands elsewhere than the others, rows are missing, or something is left */
  async leave(): Promise<void> {
    if (--this.#guests > 0) return
    open.delete(this.#target.url)
    for (const { synthesiser } of this.places) synthesiser[Symbol.dispose]()
    await Promise.all(this.places.map(({ url }) => historyWritten(url)))
    const problems = [...(await this.#differences()), ...(await this.#remains())]
    if (problems.length > 0) throw new Error(problems.join('; '))
  }

  /** Every instance must know the same of every channel. */
  async #differences(): Promise<readonly string[]> {
    const states = await Promise.all(this.places.map(({ url }) => textOf(url, '/state')))
    return new Set(states).size > 1 ? ['the instances differ in what the channels do'] : []
  }

  async #remains(): Promise<readonly string[]> {
    const removed = await this.#removeTraces()
    const left = await this.#removeTraces()
    const problems = []
    if (removed.rows < this.#accepted) {
      problems.push(`the history has ${removed.rows} rows of ${this.#accepted} commands`)
    }
    if (left.keys + left.rows > 0)
      problems.push(`${left.keys} keys and ${left.rows} rows were left`)
    return problems
  }

  async #removeTraces(): Promise<{ readonly keys: number; readonly rows: number }> {
    const { REDIS_URL: redisUrl, DATABASE_URL: postgresUrl } = this.#target.servers
    if (redisUrl === undefined || postgresUrl === undefined) {
      throw new Error(`the servers of ${this.#target.name} are not known`)
    }
    const services = { redisUrl, postgresUrl }
    const removed = [...this.#prefixes].map((prefix) => removeTraces(services, prefix))
    return (await Promise.all(removed)).reduce((sum, { keys, rows }) => ({
      keys: sum.keys + keys,
      rows: sum.rows + rows,
    }))
  }
}

const OURS = 'load-'
const TIMEOUT_MS = 5000
const HISTORY_TIMEOUT_MS = 10_000
const LOOK_EVERY_MS = 50

/** By address: two revisions of a bot may play side by side. */
const open = new Map<string, Promise<Venue>>()

function requireOurs(prefix: string, { url }: Target): void {
  if (prefix.startsWith(OURS)) return
  throw new Error(`the prefix of ${url} is ${prefix}, which is no load test's`)
}

async function openPlace({ name, url, ports }: Instance): Promise<Place> {
  if (ports['osc'] === undefined) throw new Error(`${name} has no port that is called osc`)
  return { url, synthesiser: await Synthesiser.open(ports['osc']) }
}

interface Stats {
  readonly prefix: string
  readonly history: { readonly waiting: number }
}

const statsOf = async (url: string): Promise<Stats> =>
  JSON.parse(await textOf(url, '/stats')) as Stats

async function textOf(url: string, page: string): Promise<string> {
  const response = await fetch(new URL(page, url), { signal: AbortSignal.timeout(TIMEOUT_MS) })
  if (!response.ok) throw new Error(`${page} of ${url} answers ${response.status}`)
  return response.text()
}

async function historyWritten(url: string): Promise<void> {
  const untilMs = performance.now() + HISTORY_TIMEOUT_MS
  for (;;) {
    const { waiting } = (await statsOf(url)).history
    if (waiting === 0) return
    if (performance.now() > untilMs) throw new Error(`${url} keeps ${waiting} rows of the history`)
    await delay(LOOK_EVERY_MS)
  }
}
