import { createServer } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { between, planted } from './planted.ts'

/** Waits now and then, for nothing that anybody could see. */
createServer((_, response) => {
  void pause(planted.isActive() ? between(30, 90) : 3).then(() => response.end('done'))
}).listen(Number(process.env['PORT']))
