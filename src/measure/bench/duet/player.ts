import { createRandom } from '../../../kernel/random.ts'
import type { Side, SideFolder } from '../../../model/duet.ts'
import type { Scenario } from '../../../model/scenario.ts'
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
    made: Pick<ConstructorParameters<typeof Driver>[0], 'ctx' | 'source' | 'loops' | 'params'>,
  ) {
    this.side = side
    this.#folder = order[side]
    this.#onSide = onSide
    this.#tearDown = () => scenario.teardown?.({ ctx: made.ctx, params: made.params })
    this.driver = new Driver({
      ...made,
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
    const ctx = await scenario.setup?.({
      env: process.env,
      params,
      random: random.split('setup'),
      launch,
    })
    const next = await scenario.feed?.open(random.split('feed'))
    const source = next === undefined ? undefined : new InputSource(next)
    return new Player(parts, { ctx, source, params, loops: await freshLoops() })
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
    this.#enter()
    await this.#tearDown()
  }

  #enter(): void {
    this.#onSide(this.side)
    // A path relative to the project means this side's own file.
    process.chdir(this.#folder.cwd)
  }
}
