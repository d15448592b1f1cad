// What a service that plimsoll starts has loaded into its processes (NODE_OPTIONS). Plain JavaScript on purpose: an older
// Node must be able to parse this file, and goes on as if it were not there. So does a Node without the rest.
'use strict'
// Not before the service's own code has begun: what is loaded, or waits for a turn, before it would be seen in its errors.
const AFTER_MS = 50
if (process.env.PLIMSOLL_PROBE && Number(process.versions.node.split('.')[0]) >= 24) {
  setTimeout(start, AFTER_MS).unref()
}

function start() {
  try {
    if (!module.require('node:worker_threads').isMainThread) return
    module.require(process.env.PLIMSOLL_PROBE_MODULE).startProbe()
  } catch {
    // The service is not to notice.
  }
}
