import { usageError } from '../../kernel/errors.ts'
import type { Service, ServiceOptions, ServicePlan } from './plan.ts'
import { startInstance } from './service.ts'

/** Several instances of one service. */
export interface Services extends AsyncDisposable {
  readonly instances: readonly Service[]
}

/**
 * Starts instances of one service, each with free ports of its own and its number as `{instance}`, from 0; all or none.
 * @param count how many
 * @throws PlimsollError as `startService` does; those that were started are stopped
 */
export async function startServices(
  plan: ServicePlan,
  count: number,
  options: ServiceOptions = {},
): Promise<Services> {
  if (!Number.isInteger(count) || count < 1) {
    throw usageError(
      'SERVICE_COUNT_INVALID',
      `${plan.name}: ${count} instances can't be started`,
      'ask for a whole number from 1 on',
    )
  }
  const plans = Array.from({ length: count }, (_, index) => ({
    ...plan,
    name: `${plan.name} ${index + 1}`,
  }))
  return startEach(plans, options)
}

/** Starts what is told of each instance of one service; all or none. @throws PlimsollError as `startService` does */
export async function startEach(
  plans: readonly ServicePlan[],
  options: ServiceOptions,
): Promise<Services> {
  const started = await Promise.allSettled(
    plans.map((plan, index) => startInstance(plan, options, index)),
  )
  const instances = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const failed = started.find((one) => one.status === 'rejected')
  const stopAll = async (): Promise<void> => {
    await Promise.all(instances.map((service) => service.stop()))
  }
  if (failed === undefined) return { instances, [Symbol.asyncDispose]: stopAll }
  await stopAll()
  throw failed.reason
}
