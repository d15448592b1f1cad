import { decode, encode } from 'node-osc'
import { describe, expect, test } from 'vitest'
import type { UdpPlan } from '../../src/model/exchanges/udp.ts'
import { receiveDrops } from '../../src/measure/load/transports/udp/receive-drops.ts'
import { udpTransport } from '../../src/measure/load/transports/udp/transport.ts'
import { Driven, drained, openClient, tally } from './load-connections.ts'
import { closedPort, type OnDatagram, udpServer } from './load-udp.ts'

/** Real sockets on both sides; what goes wrong is planted, and must be found exactly. */

const sequence = { kind: 'binary', offset: 4, format: 'uint32be' } as const
const body = { kind: 'text', text: 'ping....hello' } as const
const numberIn = (datagram: Buffer): number => datagram.readUInt32BE(sequence.offset)

const echo = (url: string, more: Partial<UdpPlan> = {}): UdpPlan => ({
  url,
  mode: 'echo',
  body,
  sequence,
  ...more,
})

describe('echoes', () => {
  test('end their exchanges, with times and bytes', async () => {
    const server = await udpServer((datagram, answer) => answer(datagram))
    const driven = new Driven(await openClient(udpTransport, echo(server.url)))
    const outcomes = await driven.exchanges(100)
    expect(tally(outcomes)).toEqual({ ok: 100 })
    for (const { sentNs, firstByteNs, endedNs, bytesIn, bytesOut } of outcomes) {
      expect(sentNs).toBeLessThan(firstByteNs)
      expect(firstByteNs).toBe(endedNs)
      expect([bytesIn, bytesOut]).toEqual([13, 13])
    }
    expect(server.received.map(numberIn)).toEqual(Array.from({ length: 100 }, (_, index) => index))
  })

  test('are lost, doubled and reordered: each is counted, and none twice', async () => {
    const lost = new Set([3, 50, 51, 52, 120, 198, 199])
    const doubled = new Set([0, 10, 77, 121, 197])
    const swapped = new Set([20, 30, 40, 60, 100, 150])
    let held: Buffer | undefined
    const server = await udpServer((datagram, answer) => {
      const number = numberIn(datagram)
      if (lost.has(number)) return
      if (swapped.has(number)) {
        held = datagram
        return
      }
      answer(datagram)
      if (doubled.has(number)) answer(datagram)
      if (held !== undefined) answer(held)
      held = undefined
    })
    const client = await openClient(udpTransport, echo(server.url), { timeoutMs: 1_500 })
    const driven = new Driven(client)
    await driven.untilFree()
    const outcomes = await Promise.all(Array.from({ length: 200 }, () => driven.start()))
    expect(tally(outcomes)).toEqual({ ok: 193, LOST: 7 })
    expect(drained(client)).toEqual({ lost: 7, duplicates: 5, reordered: 6 })
    const example = outcomes.find(({ code }) => code === 'LOST')?.example
    expect(example).toBe(`no answer from ${server.url} within 1500 ms`)
  })

  test('that come after their time-out are lost and late, not doubled', async () => {
    const late: (() => void)[] = []
    const server = await udpServer((datagram, answer) => {
      if (numberIn(datagram) === 0) late.push(() => answer(datagram))
      else answer(datagram)
    })
    const client = await openClient(udpTransport, echo(server.url), { timeoutMs: 100 })
    const driven = new Driven(client)
    expect(await driven.exchange()).toMatchObject({ kind: 'failed', code: 'LOST' })
    for (const answer of late) answer()
    expect(await driven.exchange()).toMatchObject({ kind: 'ok' })
    expect(drained(client)).toEqual({ lost: 1, late: 1 })
  })

  test('that carry no number, or one that was never sent, answer nothing', async () => {
    const server = await udpServer((datagram, answer) => {
      answer(Buffer.from('?'))
      const other = Buffer.from(datagram)
      other.writeUInt32BE(77_777, sequence.offset)
      answer(other)
      answer(datagram)
    })
    const client = await openClient(udpTransport, echo(server.url))
    expect(await new Driven(client).exchange()).toMatchObject({ kind: 'ok' })
    expect(drained(client)).toEqual({ unexpected: 2 })
  })

  test.skipIf(receiveDrops() === undefined)(
    'that this machine had no room for are told apart from those that the target lost',
    async () => {
      let answers = 0
      const server = await udpServer((datagram, send) => {
        const answer: typeof send = (bytes) => {
          answers++
          send(bytes)
        }
        // All at once: the socket that they are for can't be read meanwhile.
        const copies = numberIn(datagram) === 0 ? 4_000 : 1
        const large = Buffer.concat([datagram, Buffer.alloc(8_000)])
        for (let copy = 0; copy < copies; copy++) answer(copies === 1 ? datagram : large)
      })
      const client = await openClient(udpTransport, echo(server.url), { timeoutMs: 1_000 })
      const driven = new Driven(client)
      let ok = 0
      // The second answer comes behind all that there was room for.
      while (ok < 2) ok += (await driven.exchange()).kind === 'ok' ? 1 : 0
      const { droppedHere = 0, duplicates = 0, late = 0 } = drained(client)
      expect(droppedHere).toBeGreaterThan(0)
      expect(ok + duplicates + late + droppedHere).toBe(answers)
    },
  )
})

describe('OSC', () => {
  const packet = {
    address: '/cv/1',
    arguments: [
      { type: 's', value: 'volts' },
      { type: 'i', value: 0 },
      { type: 'f', value: 0.5 },
    ],
  } as const

  test('is understood by another implementation, and its answers by us', async () => {
    const onDatagram: OnDatagram = (datagram, answer) => {
      const { args } = decode(datagram)
      const [{ value: name }, { value: number }, { value: volts }] = args
      const echoed = [
        { type: 's', value: `${name} ${volts}` },
        { type: 'i', value: number },
      ]
      answer(encode({ oscType: 'message', address: '/ok', args: echoed }))
    }
    const server = await udpServer(onDatagram)
    const plan = echo(server.url, {
      body: { kind: 'osc', packet },
      sequence: { kind: 'osc', argument: 1 },
    })
    const client = await openClient(udpTransport, plan)
    expect(tally(await new Driven(client).exchanges(20))).toEqual({ ok: 20 })
    expect(drained(client)).toEqual({})
  })

  test('is sent as the feeder drew it; what it can not hold fails alone', async () => {
    const server = await udpServer(() => undefined)
    const plan: UdpPlan = { url: server.url, mode: 'send', body: { kind: 'input' } }
    const driven = new Driven(await openClient(udpTransport, plan))
    expect(await driven.exchange(packet)).toMatchObject({ kind: 'ok', bytesOut: 32 })
    const refused = await driven.exchange({ address: 'no slash', arguments: [] })
    expect(refused).toMatchObject({ kind: 'failed', code: 'INPUT_INVALID' })
    expect(await driven.exchange('a text')).toMatchObject({ kind: 'ok' })
    await server.untilReceived(2)
    expect(decode(server.received[0] ?? Buffer.alloc(0))).toMatchObject({ address: '/cv/1' })
  })
})

describe('datagrams that nobody answers', () => {
  test('end when the socket has taken them', async () => {
    const server = await udpServer((datagram, answer) => answer(datagram))
    const client = await openClient(udpTransport, { url: server.url, mode: 'send', body })
    const driven = new Driven(client)
    const outcomes = await driven.exchanges(50)
    expect(tally(outcomes)).toEqual({ ok: 50 })
    for (const { sentNs, endedNs, firstByteNs, bytesOut } of outcomes) {
      expect(endedNs).toBeGreaterThan(sentNs)
      expect([firstByteNs, bytesOut]).toEqual([0, 13])
    }
    await server.untilReceived(50)
    expect(drained(client)).toEqual({})
  })
})

describe('trouble', () => {
  test('a port on which nobody listens: lost, with the likely cause', async () => {
    const url = `udp://127.0.0.1:${await closedPort()}`
    const driven = new Driven(await openClient(udpTransport, echo(url), { timeoutMs: 200 }))
    const outcome = await driven.exchange()
    expect(outcome.code).toBe('LOST')
    expect(outcome.example).toContain('CONNECT_REFUSED')
  })

  test('a host that is not found: tried again, and told of each time', async () => {
    const url = 'udp://no-such-host.invalid:9000'
    const driven = new Driven(await openClient(udpTransport, echo(url)))
    const codes = ['DNS_FAILED', 'CONNECT_TIMEOUT']
    await Promise.any(codes.map((code) => driven.untilTrouble(code)))
    expect(driven.connection.free).toBe(0)
  })

  test('a socket carries no more exchanges than it may', async () => {
    const server = await udpServer(() => undefined)
    const client = await openClient(udpTransport, echo(server.url, { inFlight: 2 }))
    const driven = new Driven(client)
    await driven.untilFree()
    const started = [driven.start(), driven.start()]
    expect(driven.connection.free).toBe(0)
    driven.connection.close()
    expect(tally(await Promise.all(started))).toEqual({ CLOSED: 2 })
    expect(driven.connection.free).toBe(0)
  })

  test('when the run is stopped, whatever is under way ends', async () => {
    const server = await udpServer(() => undefined)
    const stop = new AbortController()
    const client = await openClient(udpTransport, echo(server.url), { signal: stop.signal })
    const driven = new Driven(client)
    await driven.untilFree()
    const started = driven.start()
    await server.untilReceived(1)
    stop.abort()
    expect(await started).toMatchObject({ kind: 'failed', code: 'CLOSED' })
  })
})
