import { describe, expect, test } from 'vitest'
import type {
  ExchangeEnd,
  LoadClient,
  LoadConnection,
  LoadConnectionEvents,
} from '../../../../../src/model/load.ts'
import { ClientWork } from '../../../../../src/measure/load/engine/client-work.ts'
import { Iteration } from '../../../../../src/measure/load/engine/iteration.ts'
import { MadeOutcome } from '../../../../../src/measure/load/engine/outcomes.ts'
import type { Trouble } from '../../../../../src/measure/load/engine/work.ts'

/** A connection that does what the test says. */
class Wire implements LoadConnection {
  free = 0
  readonly events: LoadConnectionEvents
  readonly ends: ExchangeEnd[] = []

  constructor(events: LoadConnectionEvents) {
    this.events = events
  }

  exchange(_: unknown, onEnd: ExchangeEnd): void {
    this.free--
    this.ends.push(onEnd)
  }

  close(): void {}

  comeUp(room: number): void {
    this.free = room
    this.events.onFree(this)
  }

  answer(): void {
    this.free++
    const parts = { kind: 'ok', code: '', example: () => '', sentNs: 1, endedNs: 2 } as const
    this.ends.shift()?.(new MadeOutcome(parts))
    this.events.onFree(this)
  }
}

class Wires implements LoadClient {
  readonly all: Wire[] = []
  /** Of a connection that is up as soon as it is asked for. */
  roomAtOnce = 0

  connect(events: LoadConnectionEvents): LoadConnection {
    const wire = new Wire(events)
    wire.free = this.roomAtOnce
    this.all.push(wire)
    return wire
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

function iterationOf(work: ClientWork): Iteration {
  const iteration = new Iteration()
  work.prepare(iteration)
  return iteration
}

/** Everything that the work tells. */
function listen(work: ClientWork): { readonly ended: Iteration[]; readonly lost: Trouble[] } {
  const heard = { ended: [] as Iteration[], lost: [] as Trouble[] }
  work.events = {
    onEnded: (iteration) => heard.ended.push(iteration),
    onReleased: () => undefined,
    onFree: () => undefined,
    onTrouble: (trouble, isLast) => {
      if (isLast) heard.lost.push(trouble)
    },
  }
  return heard
}

describe('connections', () => {
  test('are made some at a time', async () => {
    const client = new Wires()
    const work = new ClientWork(client, () => 0)
    const connecting = work.connect(1000, 60_000)
    const first = client.all.length
    expect(first).toBeLessThan(200)
    client.all[0]?.comeUp(1)
    expect(client.all).toHaveLength(first + 1)
    for (let index = 1; index < 1000; index++) client.all[index]?.comeUp(1)
    expect(await connecting).toBeUndefined()
    expect(client.all).toHaveLength(1000)
  })

  test('thousands that are up at once are no trouble', async () => {
    const client = new Wires()
    client.roomAtOnce = 1
    const work = new ClientWork(client, () => 0)
    expect(await work.connect(20_000, 60_000)).toBeUndefined()
    expect(client.all).toHaveLength(20_000)
  })

  test('none that comes up is told, with the last trouble', async () => {
    const client = new Wires()
    const work = new ClientWork(client, () => 0)
    const connecting = work.connect(2, 60_000)
    client.all[0]?.events.onTrouble('ECONNREFUSED', 'refused')
    client.all[1]?.events.onTrouble('ENOTFOUND', 'no such host')
    expect(await connecting).toEqual({ code: 'ENOTFOUND', example: 'no such host' })
    const silent = new ClientWork(new Wires(), () => 0)
    expect(await silent.connect(2, 5)).toMatchObject({ code: 'CONNECT_TIMEOUT' })
  })

  test('the one that has rested longest is next, as often as it has room', async () => {
    const client = new Wires()
    const work = new ClientWork(client, () => 0)
    const connecting = work.connect(2, 60_000)
    for (const wire of client.all) wire.comeUp(2)
    await connecting
    const heard = listen(work)
    const started = Array.from({ length: 5 }, () => work.start(iterationOf(work)))
    expect(started).toEqual([true, true, true, true, false])
    expect(client.all.map(({ ends }) => ends.length)).toEqual([2, 2])
    client.all[1]?.answer()
    expect(heard.ended).toHaveLength(1)
    expect(work.start(iterationOf(work))).toBe(true)
    expect(client.all.map(({ ends }) => ends.length)).toEqual([2, 2])
  })

  test('one that is free as its exchange ends need not say so', async () => {
    const client = new Wires()
    const work = new ClientWork(client, () => 0)
    const connecting = work.connect(1, 60_000)
    const [wire] = client.all
    if (wire === undefined) throw new Error('one was made')
    wire.comeUp(1)
    await connecting
    let again = false
    work.events = {
      ...work.events,
      onReleased: () => {
        again = work.start(iterationOf(work))
      },
    }
    work.start(iterationOf(work))
    wire.answer()
    expect(again).toBe(true)
  })

  test('the last that breaks is told as such, and only it', async () => {
    const client = new Wires()
    const work = new ClientWork(client, () => 0)
    const connecting = work.connect(2, 60_000)
    for (const wire of client.all) wire.comeUp(1)
    await connecting
    const heard = listen(work)
    const [one, other] = client.all
    if (one === undefined || other === undefined) throw new Error('two were made')
    one.free = 0
    one.events.onTrouble('ECONNRESET', 'gone')
    expect(heard.lost).toEqual([])
    // It carries one: whoever waits may still get it.
    work.start(iterationOf(work))
    one.events.onTrouble('ECONNREFUSED', 'refused')
    expect(heard.lost).toEqual([])
    other.ends.length = 0
    const broken = iterationOf(work)
    expect(work.start(broken)).toBe(false)
    one.comeUp(1)
    expect(work.start(broken)).toBe(true)
  })

  test('an exchange that throws has failed, and its connection goes on', async () => {
    const client = new Wires()
    const work = new ClientWork(client, () => 7)
    const connecting = work.connect(1, 60_000)
    const [wire] = client.all
    if (wire === undefined) throw new Error('one was made')
    wire.comeUp(1)
    await connecting
    const codes: string[] = []
    work.events = { ...work.events, onEnded: (_, { code }) => codes.push(code) }
    wire.exchange = () => {
      throw new Error('out of lines')
    }
    expect(work.start(iterationOf(work))).toBe(true)
    expect(work.start(iterationOf(work))).toBe(true)
    expect(codes).toEqual(['TRANSPORT_THREW', 'TRANSPORT_THREW'])
  })
})
