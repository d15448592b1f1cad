import fc from 'fast-check'
import { decode } from 'node-osc'
import { describe, expect, it } from 'vitest'
import { isMoving, voltsAt } from '../../../examples/cv-bot/src/channels/motion.ts'
import { CHANNELS } from '../../../examples/cv-bot/src/commands/command.ts'
import { encodeVoltage } from '../../../examples/cv-bot/src/osc/message.ts'

describe('a packet', () => {
  it('is OSC as node-osc reads it', () => {
    const channels = fc.integer({ min: 1, max: CHANNELS })
    const volts = fc.integer({ min: -10_000, max: 10_000 }).map((millivolts) => millivolts / 1000)
    fc.assert(
      fc.property(channels, volts, (channel, value) => {
        const message: unknown = decode(encodeVoltage(channel, value))
        expect(message).toMatchObject({
          address: `/cv/${channel}`,
          args: [{ value: Math.fround(value) }],
        })
      }),
    )
  })

  it('is these bytes', () => {
    const head = Buffer.from('/cv/7\0\0\0,f\0\0')
    expect(encodeVoltage(7, -2.5)).toEqual(Buffer.concat([head, Buffer.from('c0200000', 'hex')]))
    expect(encodeVoltage(12, 0)).toHaveLength(16)
  })

  it('is nobody else’s', () => {
    const [one, other] = [encodeVoltage(1, 1), encodeVoltage(1, 2)]
    expect(one.readFloatBE(12)).toBe(1)
    expect(other.readFloatBE(12)).toBe(2)
  })
})

describe('a motion', () => {
  it('holds', () => {
    const held = { kind: 'cv', channel: 1, volts: 3 } as const
    expect(voltsAt(held, 1e9)).toBe(3)
    expect(isMoving(held, 0)).toBe(false)
  })

  it('ramps, and stays at its end', () => {
    const ramp = { kind: 'ramp', channel: 1, fromVolts: 1, toVolts: -1, durationMs: 200 } as const
    expect([0, 50, 100, 200, 1e6].map((ms) => voltsAt(ramp, ms))).toEqual([1, 0.5, 0, -1, -1])
    expect([0, 199, 200].map((ms) => isMoving(ramp, ms))).toEqual([true, true, false])
  })

  it('goes round a pattern', () => {
    const stepVolts = [0, 2.5, 5]
    const pattern = { kind: 'pattern', channel: 1, stepVolts, stepsPerMinute: 120 } as const
    const seen = [0, 499, 500, 1000, 1500, 1999, 60_000].map((ms) => voltsAt(pattern, ms))
    expect(seen).toEqual([0, 0, 2.5, 5, 0, 0, 0])
    expect(isMoving(pattern, 1e9)).toBe(true)
    expect(isMoving({ ...pattern, stepVolts: [4] }, 0)).toBe(false)
  })
})
