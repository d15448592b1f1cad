import { fileURLToPath } from 'node:url'
import { messageOf, PlimsollError } from '../../kernel/errors.ts'
import { withSampleAddress } from '../../model/exchanges/address.ts'
import type { LoadTransport, TransportPlace } from '../../model/load.ts'
import type { ScenarioExchange } from '../../model/scenario.ts'
import { TRANSPORT_EXPORT, transportIn } from '../../model/transport-module.ts'
import { suggestion } from '../nearest.ts'
import type { ImportProblem } from './import-problem.ts'
import type { DiscoverOrder } from './protocol.ts'

/** Transports by name, plimsoll's own and the user's alike, each imported when something needs it. */
export class Transports {
  readonly #places: Readonly<Record<string, TransportPlace>>
  readonly #broken: readonly string[]
  readonly #shown: (path: string) => string

  /** @param shown a path as messages have it */
  constructor(
    { transports, broken }: Pick<DiscoverOrder, 'transports' | 'broken'>,
    shown: (path: string) => string,
  ) {
    this.#places = transports
    this.#broken = broken
    this.#shown = shown
  }

  /** What a file is called as a transport; `undefined` when it is none. */
  nameOf(path: string): string | undefined {
    return Object.keys(this.#places).find((name) => this.#pathOf(name) === path)
  }

  /** What is wrong with the module of a transport, `undefined` when nothing is. @throws what it throws on import */
  async problemOf(name: string): Promise<ImportProblem | undefined> {
    if ((await this.#load(name)) !== undefined) return undefined
    const where = `transports.${name}: ${this.#shown(this.#pathOf(name))}`
    return { where, what: `exports no transport; export ${TRANSPORT_EXPORT}` }
  }

  /** What is wrong with an exchange, one line each. @param key what the scenario calls it */
  async check(exchange: ScenarioExchange, key: string): Promise<readonly string[]> {
    const { transport } = exchange
    if (!Object.hasOwn(this.#places, transport)) return [this.#unknown(transport)]
    // Why it can't be loaded is told with its file.
    if (this.#broken.includes(transport)) return []
    const loaded = await this.#load(transport).catch(() => undefined)
    const problems = checked(loaded, withSampleAddress(exchange).plan)
    const path = key === 'exchange' ? 'exchange.plan' : key
    return problems.map((problem) =>
      isAtKey(problem) ? `${path}.${problem}` : `${path}: ${problem}`,
    )
  }

  async #load(name: string): Promise<LoadTransport | undefined> {
    const place = this.#places[name]
    if (place === undefined) return undefined
    return transportIn(await import(place.url), place.exportName)
  }

  #pathOf(name: string): string {
    const url = this.#places[name]?.url
    return url === undefined ? '' : fileURLToPath(url)
  }

  #unknown(name: string): string {
    const known = Object.keys(this.#places)
    return `exchange.transport: no transport is named ${JSON.stringify(name)}${suggestion(name, known) || '; name it in the configuration: transports'}`
  }
}

function checked(transport: LoadTransport | undefined, plan: unknown): readonly string[] {
  try {
    return transport?.check?.(plan) ?? []
  } catch (thrown) {
    return [
      thrown instanceof PlimsollError ? `${thrown.message}; ${thrown.hint}` : messageOf(thrown),
    ]
  }
}

/** Whether a problem begins with where in the plan it is: `work.command[1]: …`. */
const isAtKey = (problem: string): boolean => /^[\w$]+(?:[.[][\w$.[\]"]*)?: /.test(problem)
