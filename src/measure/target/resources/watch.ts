import { type ResourceSample, ResourceSampler } from './sampler.ts'

/** How resources are watched. */
export interface ResourceWatchOptions {
  /** Default 1,000. */
  readonly everyMs?: number
  readonly onSample: (sample: ResourceSample) => void
}

/**
 * Samples the resources of a process and all that it started until it has ended, or the watch is disposed of. Gives
 * nothing where there is no `/proc`: ask `resourceObstacle` and say so. Does not keep this process alive.
 */
export function watchResources(pid: number, options: ResourceWatchOptions): Disposable {
  const sampler = new ResourceSampler(pid)
  const look = (): void => {
    const sample = sampler.sample()
    if (sample === undefined) clearInterval(timer)
    else options.onSample(sample)
  }
  const timer = setInterval(look, options.everyMs ?? 1000)
  timer.unref()
  look()
  return { [Symbol.dispose]: () => clearInterval(timer) }
}
