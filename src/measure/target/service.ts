import { stat } from 'node:fs/promises'
import { usageError } from '../../kernel/errors.ts'
import { monotonicNs } from '../load/transports/exchanging/monotonic.ts'
import { diedAtOnce, folderMissing, neverReady, portInUse, startRefused } from './errors.ts'
import { type Guarded, startGuarded } from './guard/guarded.ts'
import type { TargetEnd } from './guard/protocol.ts'
import { openLogFile } from './log-file.ts'
import { ServiceLog } from './log.ts'
import type { Service, ServiceOptions, ServicePlan } from './plan.ts'
import { choosePorts, isFree, LOCAL_HOST } from './ports.ts'
import { untilReady } from './readiness/wait.ts'
import { environmentOf, fillIn, type ResolvedPlan, resolvePlan } from './resolve.ts'

/**
 * Starts a service and waits until it can be used. Nothing of it outlives this process, however that ends.
 * @throws PlimsollError exit 2 when the plan makes no sense; exit 4 when there is no such command, a port is in use, or it
 * dies or does not become ready; and whatever the signal says
 */
export function startService(plan: ServicePlan, options: ServiceOptions = {}): Promise<Service> {
  return startInstance(plan, options, 0)
}

/** Starts one of several instances of a service, with its number. */
export async function startInstance(
  asked: ServicePlan,
  options: ServiceOptions,
  instance: number,
): Promise<Service> {
  const plan = resolvePlan(asked)
  options.signal?.throwIfAborted()
  await requirePlace(plan)
  const ports = await choosePorts(plan.ports)
  const file = plan.logs === undefined ? undefined : await openLogFile(plan.logs, plan.name)
  const log = new ServiceLog(plan.keptLines, file)
  const patience = AbortSignal.timeout(plan.readyTimeoutMs)
  const guarded = await startGuarded(
    {
      command: plan.command,
      args: plan.args.map((text) => fillIn(text, ports, instance)),
      cwd: plan.cwd,
      env: environmentOf(plan, ports, instance),
      temporaryFolders: plan.temporaryFolders,
      files: plan.files,
      ...(plan.runAs === undefined ? {} : { runAs: plan.runAs }),
      ...(plan.before === undefined ? {} : { before: plan.before }),
      ...(plan.sharedMemory === undefined ? {} : { sharedMemory: plan.sharedMemory }),
    },
    { onOutput: (stream) => log.collect(stream), signal: eitherOf(patience, options.signal) },
  ).catch(async (thrown: unknown) => {
    await file?.end()
    options.signal?.throwIfAborted()
    if (patience.aborted) throw neverReady(plan, log.lastLines())
    throw startRefused(plan, thrown, log.lastLines())
  })
  const ended = guarded.ended.then(async (end) => {
    await file?.end()
    return end
  })
  const service = new RunningService({ plan, ports, log, guarded: { ...guarded, ended } })
  await service.whenReady(options.signal)
  service.watch(options)
  return service
}

const eitherOf = (one: AbortSignal, other: AbortSignal | undefined): AbortSignal =>
  other === undefined ? one : AbortSignal.any([one, other])

/** What a running service is made of. */
interface ServiceParts {
  readonly plan: ResolvedPlan
  readonly ports: Readonly<Record<string, number>>
  readonly log: ServiceLog
  readonly guarded: Guarded
}

class RunningService implements Service {
  readonly #parts: ServiceParts
  #asked = false

  constructor(parts: ServiceParts) {
    this.#parts = parts
  }

  get name(): string {
    return this.#parts.plan.name
  }

  get pid(): number {
    return this.#parts.guarded.pid
  }

  get ports(): Readonly<Record<string, number>> {
    return this.#parts.ports
  }

  get ended(): Promise<TargetEnd> {
    return this.#parts.guarded.ended
  }

  url(name?: string): string {
    const port = this.ports[name ?? Object.keys(this.ports)[0] ?? '']
    if (port !== undefined) return `http://${LOCAL_HOST}:${port}`
    const known = Object.keys(this.ports).join(', ') || 'none'
    throw usageError(
      'SERVICE_PORT_UNKNOWN',
      `${this.name}: it has no port ${name ?? 'at all'}`,
      `its ports: ${known}`,
    )
  }

  lines(): readonly string[] {
    return this.#parts.log.lines()
  }

  signal(signal: NodeJS.Signals): Promise<void> {
    return this.#parts.guarded.signal(signal)
  }

  stop(): Promise<TargetEnd> {
    const { stopSignal, stopGraceMs } = this.#parts.plan
    return this.#end({ signal: stopSignal, graceMs: stopGraceMs })
  }

  kill(): Promise<TargetEnd> {
    return this.#end({ signal: 'SIGKILL', graceMs: 0 })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  /** Stops it when it does not become ready. */
  async whenReady(signal: AbortSignal | undefined): Promise<void> {
    const { plan, ports, log } = this.#parts
    const patience = AbortSignal.timeout(plan.readyTimeoutMs)
    const given = new AbortController()
    const ends = AbortSignal.any([eitherOf(patience, signal), given.signal])
    let lastStatus: number | undefined
    const onOtherStatus = (status: number): void => void (lastStatus = status)
    const ready = untilReady(plan.ready, { ports, log, signal: ends, onOtherStatus })
    const died = this.ended.then((end) => ({ end }))
    try {
      const first = await Promise.race([ready, died])
      if (first !== undefined) throw diedAtOnce(plan, first.end, log.lastLines())
    } catch (thrown) {
      await this.kill()
      signal?.throwIfAborted()
      throw patience.aborted ? neverReady(plan, log.lastLines(), lastStatus) : thrown
    } finally {
      given.abort()
      ready.catch(() => {})
    }
  }

  /** Tells of its death, and ends it when it is to end. */
  watch({ signal, onDeath }: ServiceOptions): void {
    const abort = (): void => void this.stop()
    if (signal?.aborted === true) abort()
    signal?.addEventListener('abort', abort, { once: true })
    void this.ended.then((end) => {
      signal?.removeEventListener('abort', abort)
      if (this.#asked) return
      const lastLines = this.#parts.log.lastLines()
      onDeath?.({ ...end, name: this.name, atNs: monotonicNs(), lastLines })
    })
  }

  #end(request: Parameters<Guarded['stop']>[0]): Promise<TargetEnd> {
    this.#asked = true
    this.#parts.guarded.stop(request)
    return this.ended
  }
}

async function requirePlace(plan: ResolvedPlan): Promise<void> {
  const isMade = plan.temporaryFolders.includes(plan.cwd)
  const found = await stat(plan.cwd).catch(() => undefined)
  if (!isMade && found?.isDirectory() !== true) throw folderMissing(plan)
  for (const { fixed } of Object.values(plan.ports)) {
    if (fixed !== undefined && !(await isFree(fixed))) throw portInUse(plan, fixed)
  }
}
