/** What the self-test's server is asked for beside the load. */

/** When each request came and was answered. */
export const LOG_PATH = '/log'

/** `?ms=` it stands still for so long. */
export const FREEZE_PATH = '/freeze'
