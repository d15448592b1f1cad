/**
 * `plimsoll/probe`: loaded into a Node service (`node --import plimsoll/probe service.js`), it tells plimsoll what only the
 * service's own process can see. Without the variable that names a listener nothing is loaded, and nothing done.
 */

import { PROBE_VARIABLES } from './measure/target/probe/protocol.ts'

export { PROBE_VARIABLES }

if (process.env[PROBE_VARIABLES.listener] !== undefined) {
  const { startProbe } = await import('./measure/target/probe/inside/main.ts')
  startProbe()
}
