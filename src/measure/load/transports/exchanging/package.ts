import { messageOf, type PlimsollError, usageError } from '../../../../kernel/errors.ts'

/** What an optional package is needed for. */
export interface PackageNeed {
  readonly name: string
  /** `redis://`, for the message. */
  readonly neededFor: string
}

/** Loads an optional package. @throws PlimsollError (exit 2) PACKAGE_MISSING when it is not installed */
export async function loadPackage<M>(need: PackageNeed, load: () => Promise<M>): Promise<M> {
  try {
    return await load()
  } catch (thrown) {
    // Another package may be missing, that this one needs.
    if (!isMissing(thrown) || !messageOf(thrown).includes(`'${need.name}'`)) throw thrown
    throw missing(need)
  }
}

/** Looks for an optional package, and loads nothing. @throws PlimsollError (exit 2) PACKAGE_MISSING */
export function requirePackage(need: PackageNeed): void {
  try {
    import.meta.resolve(need.name)
  } catch (thrown) {
    if (isMissing(thrown)) throw missing(need)
    throw thrown
  }
}

const isMissing = (thrown: unknown): boolean =>
  Reflect.get(Object(thrown), 'code') === 'ERR_MODULE_NOT_FOUND'

const missing = ({ name, neededFor }: PackageNeed): PlimsollError =>
  usageError(
    'PACKAGE_MISSING',
    `${neededFor} needs the package ${name}, which is not installed`,
    `install it: npm install --save-dev ${name}`,
  )
