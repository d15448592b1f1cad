import { once } from 'node:events'
import { createConnection, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { startLocalRecogniser } from '../../../../examples/listener/src/recogniser/local.ts'
import type { ImpairmentOptions } from '../../../../examples/listener/src/recogniser/impairments.ts'
import { TranscriptionError } from '../../../../examples/listener/src/transcription/errors.ts'
import { openSession } from '../../../../examples/listener/src/transcription/session.ts'
import {
  framesOf,
  type LiveTurn,
  transcribe,
} from '../../../../examples/listener/src/transcription/transcriber.ts'
import { conversation, scriptWords, sound } from '../conversation.ts'
import { silence } from '../tones.ts'

const cleanUps: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(cleanUps.splice(0).map((cleanUp) => cleanUp()))
})

async function recogniser(impairments: ImpairmentOptions = {}) {
  const started = await startLocalRecogniser(conversation, impairments)
  cleanUps.push(started.close)
  return started
}

/** A server that does with a connection what the test says. */
async function badServer(serve: (socket: WebSocket) => void): Promise<string> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  server.on('connection', serve)
  cleanUps.push(async () => {
    for (const client of server.clients) client.terminate()
    server.close()
    await once(server, 'close')
  })
  await once(server, 'listening')
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const begin = JSON.stringify({ type: 'Begin', id: 'bad' })

async function problemOf(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof TranscriptionError))
    throw new Error('no TranscriptionError', { cause: error })
  return `${error.problem}: ${error.message}`
}

const textOf = ({ words }: { words: readonly { text: string }[] }): string[] =>
  words.map((word) => word.text)

describe('transcribe', () => {
  it('gives the words of the conversation, with partial turns on the way', async () => {
    const { url, connections } = await recogniser()
    const turns: LiveTurn[] = []
    const transcript = await transcribe(sound, { url, onTurn: (turn) => turns.push(turn) })
    expect(textOf(transcript)).toEqual(scriptWords)
    expect(transcript.reconnects).toBe(0)
    expect(connections()).toBe(1)
    expect(turns.filter((turn) => turn.final)).toHaveLength(7)
    expect(turns.filter((turn) => !turn.final).length).toBeGreaterThan(20)
  })

  it('gives the same with latency and jitter', async () => {
    const { url } = await recogniser({ latencyMs: 10, jitterMs: 20, seed: 2 })
    const plain = await recogniser()
    expect(await transcribe(sound, { url })).toEqual(await transcribe(sound, { url: plain.url }))
  })

  it.each([1, 2, 3, 4])(
    'neither loses nor doubles a word when connections are cut (seed %d)',
    async (seed) => {
      const { url, connections } = await recogniser({ dropProbability: 0.02, maxDrops: 3, seed })
      const transcript = await transcribe(sound, { url, maxReconnects: 3 })
      expect(textOf(transcript)).toEqual(scriptWords)
      expect(transcript.reconnects).toBe(3)
      expect(connections()).toBe(4)
      transcript.words.slice(1).forEach((word, at) => {
        expect(word.startMs).toBeGreaterThanOrEqual((transcript.words[at]?.endMs ?? 0) - 20)
      })
    },
  )

  it('goes on after the last final turn, and does not hear it again', async () => {
    const { url, cut, connections } = await recogniser()
    let finals = 0
    const onTurn = (turn: LiveTurn): void => {
      if (turn.final && ++finals === 3) cut()
    }
    const transcript = await transcribe(sound, { url, onTurn })
    expect(connections()).toBe(2)
    expect(textOf(transcript)).toEqual(scriptWords)
    expect(finals).toBe(7)
  })

  it('gives up when too many connections are cut', async () => {
    const { url, connections } = await recogniser({ dropProbability: 1 })
    expect(await problemOf(transcribe(sound, { url, maxReconnects: 2 }))).toMatch(
      /^connection-lost: .*gave up after connecting 3 times/,
    )
    expect(connections()).toBe(3)
  })

  it('serves several clients at once', async () => {
    const { url } = await recogniser()
    const all = await Promise.all([1, 2, 3].map(() => transcribe(sound, { url })))
    for (const transcript of all) expect(textOf(transcript)).toEqual(scriptWords)
  })

  it('hears nothing in silence, or in no sound', async () => {
    const { url } = await recogniser()
    for (const ms of [0, 320]) {
      expect(await transcribe(silence({ rate: 16_000, ms }), { url })).toEqual({
        words: [],
        reconnects: 0,
      })
    }
  })

  it('refuses a sound of another rate', async () => {
    const { url } = await recogniser()
    await expect(transcribe(silence({ rate: 8000, ms: 100 }), { url })).rejects.toThrow(/8000 Hz/)
  })
})

describe('transcribe fails clearly when', () => {
  it('nobody listens', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    server.close()
    await once(server, 'close')
    const url = `ws://127.0.0.1:${port}`
    expect(await problemOf(transcribe(sound, { url }))).toMatch(/^connect-failed: .*ECONNREFUSED/)
  })

  it('the recogniser refuses, without trying again', async () => {
    const { url, connections } = await recogniser()
    const elsewhere = url.replace('/v3/ws', '/v2/ws')
    expect(await problemOf(transcribe(sound, { url: elsewhere }))).toMatch(/^refused: .*v3.*4000/)
    expect(connections()).toBe(1)
  })

  it('the handshake, the beginning or the end never comes', async () => {
    const deaf = createServer(() => {}).listen(0, '127.0.0.1')
    cleanUps.push(async () => {
      deaf.close()
    })
    await once(deaf, 'listening')
    const { port } = deaf.address() as AddressInfo
    const unanswered = transcribe(sound, { url: `ws://127.0.0.1:${port}`, timeoutMs: 30 })
    expect(await problemOf(unanswered)).toMatch(/^timed-out/)
    const silent = await badServer(() => {})
    expect(await problemOf(transcribe(sound, { url: silent, timeoutMs: 30 }))).toMatch(
      /^timed-out: the beginning .* 30 ms/,
    )
    const endless = await badServer((socket) => socket.send(begin))
    expect(await problemOf(transcribe(sound, { url: endless, timeoutMs: 80 }))).toMatch(
      /^timed-out: (the end|room)/,
    )
  })

  it('the recogniser talks nonsense', async () => {
    let hungUp: Promise<unknown> = Promise.resolve()
    const url = await badServer((socket) => {
      hungUp = once(socket, 'close')
      socket.send(begin)
      socket.send('{"type":"Applause"}')
    })
    expect(await problemOf(transcribe(sound, { url }))).toMatch(/^bad-message: .*Applause/)
    const session = await openSession({ url, timeoutMs: 2000, onTurn: () => {} })
    expect(await problemOf(session.finish())).toMatch(/^bad-message/)
    await hungUp // and the first reason stays the reason
    expect(await problemOf(session.send(new Uint8Array(2)))).toMatch(/^bad-message/)
  })
})

describe('openSession', () => {
  it.each([
    ['half a sample', Uint8Array.from([1, 2, 3]), /^refused: .*whole 16-bit samples/],
    ['a frame too long', new Uint8Array(4000), /^connection-lost|^refused: .*1009/],
  ])('fails when %s is sent', async (_, frame, expected) => {
    const { url } = await recogniser()
    const session = await openSession({ url, timeoutMs: 2000, onTurn: () => {} })
    await session.send(frame)
    expect(await problemOf(session.finish())).toMatch(expected)
    expect(await problemOf(session.send(frame))).toMatch(expected)
    session.close()
    session.close()
  })

  it('frames 50 ms of audio, and what is left', () => {
    const frames = [...framesOf(silence({ rate: 16_000, ms: 120 }))]
    expect(frames.map((frame) => frame.length)).toEqual([1600, 1600, 640])
  })
})

describe('startRecogniser', () => {
  it('does not wait for a client that never finishes asking when it is closed', async () => {
    const { url, close } = await recogniser()
    const mute = createConnection(Number(new URL(url).port), '127.0.0.1')
    mute.on('error', () => {}) // being hung up on
    await once(mute, 'connect')
    const hungUp = once(mute, 'close')
    mute.write('GET /v3/ws HTTP/1.1\r\n')
    await fetch(url.replace('ws:', 'http:')) // answered after the line above was read
    await Promise.all([close(), hungUp])
    expect(mute.destroyed).toBe(true)
  })

  it('tells plain HTTP what it speaks', async () => {
    const { url } = await recogniser()
    expect((await fetch(url.replace('ws:', 'http:'))).status).toBe(426)
  })

  it('frees its port when it is closed, twice too, with a client still there', async () => {
    const { url, close } = await recogniser()
    const session = await openSession({ url, timeoutMs: 2000, onTurn: () => {} })
    await close()
    await close()
    expect(await problemOf(session.finish())).toMatch(/^connection-lost/)
    expect(await problemOf(openSession({ url, timeoutMs: 2000, onTurn: () => {} }))).toMatch(
      /^connect-failed/,
    )
  })
})
