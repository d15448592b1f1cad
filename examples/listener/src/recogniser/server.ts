import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type RawData, WebSocket, WebSocketServer } from 'ws'
import {
  CloseCode,
  FRAME_BYTES,
  isTerminate,
  SAMPLE_RATE_HZ,
  type ServerMessage,
} from '../transcription/protocol.ts'
import { createImpairments, type ImpairmentOptions, type Impairments } from './impairments.ts'
import { createOutbox } from './outbox.ts'
import type { Phrase } from './phrasebook.ts'
import { createRecognition } from './recognition.ts'

/** A recogniser that listens on a free local port. */
export interface Recogniser {
  /** Where clients connect. */
  readonly url: string
  /** Connections accepted so far. */
  connections(): number
  /** Cuts every connection, as a failing network would; clients may connect again. */
  cut(): void
  /** Cuts every connection and frees the port. May be called again. */
  close(): Promise<void>
}

export interface RecogniserOptions {
  /** What it can recognise. */
  readonly phrases: readonly Phrase[]
  readonly impairments?: ImpairmentOptions
}

interface Call {
  readonly id: string
  readonly phrases: readonly Phrase[]
  readonly impairments: Impairments
}

const PATH = '/v3/ws'

/** Starts a recogniser on 127.0.0.1. The caller owns it and closes it. */
export async function startRecogniser(options: RecogniserOptions): Promise<Recogniser> {
  const impairments = createImpairments(options.impairments)
  const http = createServer((_, response) => response.writeHead(426).end()) // 426: upgrade to WebSocket
  const server = new WebSocketServer({
    server: http,
    perMessageDeflate: false,
    maxPayload: FRAME_BYTES,
  })
  let calls = 0
  server.on('connection', (socket, request) => {
    calls += 1
    if (!isUnderstood(request.url ?? '')) {
      return socket.close(CloseCode.badRequest, `need ${PATH}?sample_rate=${SAMPLE_RATE_HZ}`)
    }
    serve(socket, { id: `session-${calls}`, phrases: options.phrases, impairments })
  })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const { port } = http.address() as AddressInfo
  return {
    url: `ws://127.0.0.1:${port}${PATH}`,
    connections: () => calls,
    cut: () => cut(server),
    close: () => closeAll(http, server),
  }
}

function serve(socket: WebSocket, { id, phrases, impairments }: Call): void {
  const recognition = createRecognition(phrases, SAMPLE_RATE_HZ)
  const outbox = createOutbox((text) => socket.send(text))
  const send = (message: ServerMessage): void =>
    outbox.push(JSON.stringify(message), impairments.delayMs())

  socket.on('error', () => socket.terminate()) // a frame too large, or no WebSocket at all
  socket.on('close', () => outbox.close())
  // ws gives Buffers, unless `binaryType` is changed.
  socket.on('message', (data, isBinary) => {
    // What had already arrived when the connection was cut or refused is not heard.
    if (socket.readyState !== WebSocket.OPEN) return
    if (!isBinary) {
      if (!isTerminate((data as Buffer).toString()))
        return refuse(socket, 'the only text message is Terminate')
      for (const turn of recognition.finish()) send(turn)
      send({ type: 'Termination', audio_duration_seconds: recognition.heardMs() / 1000 })
      return
    }
    const samples = samplesOf(data)
    if (samples === undefined) return refuse(socket, 'audio is whole 16-bit samples')
    if (impairments.drops()) return socket.terminate()
    for (const turn of recognition.hear(samples)) send(turn)
  })
  send({ type: 'Begin', id })
}

function refuse(socket: WebSocket, reason: string): void {
  socket.close(CloseCode.badMessage, reason)
}

function isUnderstood(address: string): boolean {
  const { pathname, searchParams } = new URL(address, 'ws://localhost')
  return pathname === PATH && searchParams.get('sample_rate') === String(SAMPLE_RATE_HZ)
}

/** Little-endian 16-bit samples, copied out of the socket's buffer; undefined when half a sample is left over. */
function samplesOf(data: RawData): Int16Array | undefined {
  // A Buffer may begin at an odd address, its copy does not.
  const bytes = Uint8Array.from(data as Buffer)
  return bytes.length % 2 === 0 ? new Int16Array(bytes.buffer) : undefined
}

function cut(server: WebSocketServer): void {
  for (const client of server.clients) client.terminate()
}

async function closeAll(http: Server, server: WebSocketServer): Promise<void> {
  cut(server)
  server.close()
  const closed = Promise.withResolvers<void>()
  http.close(() => closed.resolve()) // an error here only says that it was closed before
  // Whoever connected and never finished asking would keep the port for a minute.
  http.closeAllConnections()
  await closed.promise
}
