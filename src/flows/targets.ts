import { resolve } from 'node:path'
import { refuseProblems } from '../kernel/errors.ts'
import { needsTarget } from '../model/exchanges/address.ts'
import type { RunningTargets, TargetPlan } from '../model/target.ts'
import { resolveTargets, suggestion } from '../define/index.ts'
import {
  type ProbeListener,
  type RunningTarget,
  type ServiceDeath,
  startTarget,
} from '../measure/index.ts'
import { interruptedEarly } from './errors.ts'
import type { Project } from './project.ts'
import { deathText } from './target-deaths.ts'
import type { TargetKeeper, TargetUser } from './target-keeper.ts'

/** The targets of one command: each is started when it is first needed, once, and all are stopped with the command. */
export class Targets implements TargetKeeper, AsyncDisposable {
  readonly #project: Project
  readonly #probes: ProbeListener | undefined
  readonly #plans: ReadonlyMap<string, TargetPlan>
  readonly #running = new Map<string, RunningTarget>()
  readonly #deaths = new Map<string, ServiceDeath[]>()
  readonly #stack = new AsyncDisposableStack()

  /** @param probes what hears of the inside of targets; `undefined` = nobody looks into them */
  constructor(project: Project, probes?: ProbeListener) {
    this.#project = project
    this.#probes = probes
    this.#plans = resolveTargets(project.loaded.config.targets)
  }

  async need(scenarios: readonly TargetUser[]): Promise<RunningTargets> {
    for (const plan of this.#chosen(scenarios)) {
      if (!this.#running.has(plan.name)) await this.#start(plan)
    }
    return Object.fromEntries([...this.#running].map(([name, { info }]) => [name, info]))
  }

  running(names: readonly string[]): readonly RunningTarget[] {
    return names.flatMap((name) => this.#running.get(name) ?? [])
  }

  nameFor({ target, exchange }: TargetUser): string | undefined {
    if (target !== undefined || exchange === undefined || !needsTarget(exchange)) return target
    const [only, ...others] = this.#plans.keys()
    return others.length === 0 ? only : undefined
  }

  named<S extends TargetUser>(scenario: S): S {
    const target = this.nameFor(scenario)
    return target === undefined ? scenario : { ...scenario, target }
  }

  deaths(name: string | undefined): readonly ServiceDeath[] {
    return name === undefined ? [] : (this.#deaths.get(name) ?? [])
  }

  isGone(name: string | undefined): boolean {
    const instances = name === undefined ? [] : (this.#running.get(name)?.instances ?? [])
    const dead = new Set(this.deaths(name).map((death) => death.name))
    return instances.length > 0 && instances.every((instance) => dead.has(instance.name))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync()
  }

  #chosen(scenarios: readonly TargetUser[]): readonly TargetPlan[] {
    const problems: string[] = []
    const chosen = new Map<string, TargetPlan>()
    for (const scenario of scenarios) {
      const name = this.nameFor(scenario)
      const plan = name === undefined ? undefined : this.#plans.get(name)
      if (plan !== undefined) chosen.set(plan.name, plan)
      else if (name !== undefined) problems.push(this.#unknown(scenario, name))
    }
    refuseProblems({
      code: 'TARGET_UNKNOWN',
      problems,
      several: (count) => `${count} scenarios name targets that do not exist`,
      hint: 'add it to targets in the configuration, or name one that is there',
    })
    return [...chosen.values()]
  }

  #unknown({ identity }: TargetUser, name: string): string {
    const known = [...this.#plans.keys()]
    return `'${identity.key}' names the target '${name}', which the configuration does not have${suggestion(name, known)}`
  }

  async #start(plan: TargetPlan): Promise<void> {
    const { cwd, signal, settings } = this.#project
    const startedAt = performance.now()
    if (plan.kind === 'started') this.#say(`starting ${startText(plan)} …`)
    const running = await startTarget(plan, {
      cwd,
      signal,
      envOf: (instance, own) => this.#probeVariables(plan, instance, own),
      logs: settings.targetLogsDir === undefined ? undefined : resolve(cwd, settings.targetLogsDir),
      onDeath: (death) => this.#died(plan.name, death),
    }).catch((thrown: unknown) => {
      throw signal.aborted ? interruptedEarly() : thrown
    })
    this.#stack.use(running)
    this.#running.set(plan.name, running)
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
    if (plan.kind === 'started') this.#say(`${plan.name} is ready after ${seconds} s`)
  }

  #probeVariables(
    plan: TargetPlan,
    instance: string,
    own: Readonly<Record<string, string | undefined>>,
  ): Readonly<Record<string, string>> {
    const wanted = plan.kind === 'started' && plan.probe
    return wanted ? (this.#probes?.env(instance, own['NODE_OPTIONS']) ?? {}) : {}
  }

  #died(name: string, death: ServiceDeath): void {
    this.#deaths.set(name, [...this.deaths(name), death])
    const { lastLines } = death
    const wrote = lastLines.length === 0 ? ', without a word' : '; it last wrote:'
    this.#project.tell([`${deathText(death)}${wrote}`, ...lastLines].join('\n  '))
  }

  #say(line: string): void {
    if (!this.#project.settings.quiet) this.#project.tell(line)
  }
}

/** Targets that someone else may have opened. */
export interface SharedTargets extends AsyncDisposable {
  readonly targets: TargetKeeper
}

/** The targets of the command where it has opened them for all of its parts, else ones that end with who asks. */
export function shareTargets(project: Project): SharedTargets {
  const { targets } = project
  if (targets !== undefined) return { targets, [Symbol.asyncDispose]: () => Promise.resolve() }
  const own = new Targets(project)
  return { targets: own, [Symbol.asyncDispose]: () => own[Symbol.asyncDispose]() }
}

/** `bot (3 instances), with a private redis and postgres`. */
function startText({
  name,
  instances,
  servers,
}: Extract<TargetPlan, { readonly kind: 'started' }>): string {
  const own = Object.values(servers).filter(({ url }) => url === undefined)
  const beside =
    own.length === 0 ? '' : `, with a private ${own.map(({ kind }) => kind).join(' and ')}`
  return `${name}${instances === 1 ? '' : ` (${instances} instances)`}${beside}`
}
