import { messageOf, usageError } from '../../../../kernel/errors.ts'

/** What an optional package is needed for. */
export interface PackageNeed {
  readonly name: string
  /** `redis://`, for the message. */
  readonly neededFor: string
}

/** Loads an optional package. @throws PlimsollError (exit 2) when it is not installed */
export async function loadPackage<M>(
  { name, neededFor }: PackageNeed,
  load: () => Promise<M>,
): Promise<M> {
  try {
    return await load()
  } catch (thrown) {
    // Another package may be missing, that this one needs.
    const isMissing = Reflect.get(Object(thrown), 'code') === 'ERR_MODULE_NOT_FOUND'
    if (!isMissing || !messageOf(thrown).includes(`'${name}'`)) throw thrown
    throw usageError(
      'PACKAGE_MISSING',
      `${neededFor} needs the package ${name}, which is not installed`,
      `install it: npm install --save-dev ${name}`,
    )
  }
}
