import { setupArguments } from '../../setup-arguments.ts'
import { createRandom, type Random } from '../../../kernel/random.ts'
import type { Side, SideFolder } from '../../../model/duet.ts'
import type { Feeder, Scenario } from '../../../model/scenario.ts'
import { estimateIterationNs } from '../engine/batching.ts'
import { Driver, type StageTime } from '../engine/driver.ts'
import { freshLoops } from '../engine/fresh-loops.ts'
import { InputSource } from '../engine/inputs.ts'
import { threadCpuNs } from '../engine/timers.ts'
import type { DuetOrder } from '../launch/protocol.ts'
import type { DuetSample } from './readings.ts'

/** What a player is made of. */
export interface PlayerParts {
  readonly order: DuetOrder
  readonly side: Side
  readonly scenario: Scenario
  readonly onBeat: () => void
  /** Told whose code runs next. */
  readonly onSide: (side: Side) => void
}

/** One side of a duet in this process: its scenario set up, and ready to give samples. */
export class Player {
  readonly side: Side
  readonly driver: Driver
  readonly #folder: SideFolder
  readonly #feed: Feed | undefined
  readonly #tearDown: () => unknown
  readonly #onSide: (side: Side) => void
  #stages: readonly StageTime[] = []
  #cpuBeganNs = 0
  #cpuNs = 0
  readonly #meter = {
    begin: (): void => {
      this.#cpuBeganNs = threadCpuNs()
    },
    end: (): void => {
      this.#cpuNs = threadCpuNs() - this.#cpuBeganNs
    },
  }

  private constructor(
    { order, side, onBeat, onSide, scenario }: PlayerParts,
    made: Pick<ConstructorParameters<typeof Driver>[0], 'ctx' | 'loops' | 'params'> & {
      readonly feed: Feed | undefined
    },
  ) {
    this.side = side
    this.#folder = order[side]
    this.#onSide = onSide
    this.#tearDown = () => scenario.teardown?.({ ctx: made.ctx, params: made.params })
    this.#feed = made.feed
    this.driver = new Driver({
      ...made,
      source: made.feed?.source,
      scenario,
      onBeat,
      onStages: (stages) => {
        this.#stages = stages
      },
    })
  }

  /** Sets the scenario up. Both sides get the same randomness: what they are fed differs only if their feeders do. */
  static async start(parts: PlayerParts): Promise<Player> {
    const { order, side, scenario } = parts
    process.chdir(order[side].cwd)
    const random = createRandom(order.seed).split(`launch/${order.launch}`)
    const params = scenario.params[order.pair[side].paramsIndex] ?? {}
    const { launch } = order
    const ctx = await scenario.setup?.(
      setupArguments(
        { env: process.env, params, random: random.split('setup'), launch },
        order.target,
      ),
    )
    const feed = await Feed.open(scenario, random)
    return new Player(parts, { ctx, feed, params, loops: await freshLoops() })
  }

  /** Begins with the inputs anew: while it was estimated how long an iteration takes, the sides may have drawn unequally. */
  async rewind(): Promise<void> {
    this.#enter()
    await this.#feed?.rewind()
  }

  /** Runs one iteration, to see how it ends. */
  async probe(): Promise<void> {
    this.#enter()
    await this.driver.probe()
  }

  /** Roughly how long an iteration takes, ns. */
  estimate(): Promise<number> {
    this.#enter()
    return estimateIterationNs(this.driver)
  }

  /** Takes one sample of so many iterations. */
  async sample(batchSize: number): Promise<DuetSample> {
    this.#enter()
    let wallNs = 0
    this.#stages = []
    const sink = (perIterationNs: number): void => {
      wallNs = perIterationNs
    }
    await this.driver.take({ samples: 1, batchSize }, sink, this.#meter)
    return { wallNs, cpuNs: this.#cpuNs / batchSize, stages: this.#stages }
  }

  async tearDown(): Promise<void> {
    this.#goHome()
    await this.#tearDown()
  }

  #enter(): void {
    this.#onSide(this.side)
    this.#goHome()
  }

  /** A path relative to the project means this side's own file. */
  #goHome(): void {
    process.chdir(this.#folder.cwd)
  }
}

/** A scenario's inputs, which can begin anew. */
class Feed {
  readonly source: InputSource = new InputSource(() => this.#next?.())
  readonly #open: (part: string) => Promise<() => unknown>
  #next: (() => unknown) | undefined

  private constructor(feeder: Feeder, random: Random) {
    this.#open = async (part) => feeder.open(random.split(part))
  }

  static async open({ feed: feeder }: Scenario, random: Random): Promise<Feed | undefined> {
    if (feeder === undefined) return undefined
    const feed = new Feed(feeder, random)
    feed.#next = await feed.#open('feed')
    return feed
  }

  async rewind(): Promise<void> {
    this.#next = await this.#open('feed/pairs')
  }
}
