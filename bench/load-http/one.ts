/** One process of the benchmark: `one.ts server`, or `one.ts plimsoll|autocannon '{"url":…}'`, which prints a line. */
import type { Measured, Turn } from './measured.ts'

/** Loaded one by one: what a process does not use must not be in its heap. */
const ROLES: Readonly<Record<string, (turn: Turn) => Promise<Measured | undefined>>> = {
  server: async () => {
    const { serve } = await import('./server.ts')
    serve()
    return undefined
  },
  plimsoll: async (turn) => (await import('./plimsoll.ts')).driveByPlimsoll(turn),
  autocannon: async (turn) => (await import('./autocannon.ts')).driveByAutocannon(turn),
}

const [role = '', text = 'null'] = process.argv.slice(2)
const measured = await ROLES[role]?.(JSON.parse(text) as Turn)
if (measured !== undefined) process.stdout.write(`${JSON.stringify(measured)}\n`)
