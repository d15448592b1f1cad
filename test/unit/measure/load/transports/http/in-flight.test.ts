import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InFlight } from '../../../../../../src/measure/load/transports/http/in-flight.ts'
import { ReusedOutcome } from '../../../../../../src/measure/load/transports/http/outcome.ts'

describe('exchanges in flight', () => {
  it('come out in the order in which they went in', () => {
    const property = fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.boolean(), { maxLength: 60 }),
      (room, steps) => {
        const inFlight = new InFlight(room)
        const queue: number[] = []
        const told: number[] = []
        let next = 0
        for (const goesIn of steps) {
          if (goesIn && queue.length < room) {
            next += 1
            const id = next
            queue.push(id)
            inFlight.add(id, 10 * id, () => told.push(id))
          } else if (!goesIn && queue.length > 0) {
            const outcome = new ReusedOutcome()
            const id = queue.shift() ?? 0
            inFlight.take(outcome)(outcome)
            expect(outcome).toMatchObject({ sentNs: id, bytesOut: 10 * id })
            expect(told.at(-1)).toBe(id)
          }
          expect(inFlight.count).toBe(queue.length)
          expect(inFlight.oldestSentNs).toBe(queue[0] ?? Number.NaN)
        }
      },
    )
    fc.assert(property, { seed: 20_261_122 })
  })
})
