import type { LoadResult } from '../model/run.ts'
import { SERVER_KINDS, type ServerKind } from '../model/target.ts'
import {
  type DirectServer,
  type LoadOptions,
  type LoadPlan,
  observeTargets,
  type Observation,
  type ProbeListener,
  probeListener,
} from '../measure/index.ts'
import type { Project } from './project.ts'
import { deathMarks, loadWithDeaths } from './target-deaths.ts'
import { Targets } from './targets.ts'

/** What runs and is watched beside load tests: targets, the servers that they use, and the probes inside them. */
export class LoadBeside implements AsyncDisposable {
  readonly targets: Targets
  readonly #probes: ProbeListener
  readonly #stack: AsyncDisposableStack
  #observation: Observation | undefined

  private constructor(project: Project, probes: ProbeListener, stack: AsyncDisposableStack) {
    this.#stack = stack
    this.#probes = stack.use(probes)
    this.targets = stack.use(new Targets(project, probes))
  }

  /** Nothing runs yet: targets are started as they are needed. */
  static async open(project: Project): Promise<LoadBeside> {
    return new LoadBeside(project, await probeListener(), new AsyncDisposableStack())
  }

  /** Begins to watch all that these load tests are about. */
  async watch(plans: readonly LoadPlan[]): Promise<void> {
    const lanes = plans.flatMap((plan) => plan.lanes)
    const names = new Set(lanes.flatMap(({ target }) => target?.name ?? []))
    this.#observation = this.#stack.use(
      await observeTargets({
        targets: this.targets.running([...names]),
        servers: lanes.flatMap(({ work }) => directServer(work)),
        probes: this.#probes,
      }),
    )
  }

  /** What a load test asks as it goes on. */
  options({ lanes }: LoadPlan): Pick<LoadOptions, 'observe' | 'marks'> {
    return {
      observe: (fromNs, toNs) => this.#observation?.readings(fromNs, toNs),
      marks: () => deathMarks(lanes.flatMap(({ target }) => this.targets.deaths(target?.name))),
    }
  }

  /** Results with what became of their targets, and of watching them. */
  noted({ lanes }: LoadPlan, results: readonly LoadResult[]): readonly LoadResult[] {
    const notes = this.#observation?.notes() ?? []
    return results.map((result, place) => {
      const name = lanes[place]?.target?.name
      const watched = { ...result, notes: [...result.notes, ...notes] }
      return loadWithDeaths(watched, this.targets.deaths(name), this.targets.isGone(name))
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync()
  }
}

/** The server that a transport's plan names, where its statistics can be read. */
function directServer(work: LoadPlan['lanes'][number]['work']): readonly DirectServer[] {
  const plan = work.kind === 'exchange' ? work.plan : undefined
  if (typeof plan !== 'object' || plan === null) return []
  const { url, insecure, ca } = plan as Partial<Record<string, unknown>>
  const kind = typeof url === 'string' ? kindOf(url) : undefined
  if (typeof url !== 'string' || kind === undefined) return []
  return [
    {
      kind,
      url,
      ...(typeof insecure === 'boolean' ? { insecure } : {}),
      ...(typeof ca === 'string' ? { ca } : {}),
    },
  ]
}

/** `rediss:` and `postgresql:` too. */
const kindOf = (url: string): ServerKind | undefined =>
  SERVER_KINDS.find((kind) => url.startsWith(kind))
