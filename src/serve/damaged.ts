import type { Socket } from 'node:net'
import type { FastifyError, FastifyReply } from 'fastify'
import { protect } from './guard/headers.ts'
import { Refusal } from './problems.ts'

/** Requests that are none: what HTTP itself can't read. */

const DAMAGED: Refusal['problem'] = new Refusal(400, {
  code: 'REQUEST_UNREADABLE',
  message: 'the request can’t be read',
  hint: 'Ask with HTTP/1.1, and in time.',
}).problem

/** Statuses by what Node says; 400 where it says something else. */
const STATUS: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
}

/** Before there is a request. */
export function answerDamaged(error: Error, socket: Socket): void {
  if (!socket.writable) return void socket.destroy()
  const status = STATUS[String(Reflect.get(error, 'code'))] ?? '400 Bad Request'
  const body = JSON.stringify(DAMAGED)
  const head = `Connection: close\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}`
  socket.end(`HTTP/1.1 ${status}\r\n${head}\r\n\r\n${body}`)
  socket.destroySoon()
}

/** Where an address can't be decoded. */
export function answerUndecodable(_: FastifyError, __: unknown, reply: FastifyReply): void {
  protect(reply)
  void reply.code(400).type('application/json; charset=utf-8').send(JSON.stringify(DAMAGED))
}
