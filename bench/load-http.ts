/**
 * Requests per CPU-second of `plimsoll load`, beside autocannon and, where it is installed, wrk: closed loop, 50
 * connections, each as its users start it, in turns of random order against one server that is not the limit, on a core
 * of its own where `taskset` can see to that. The server counts the requests, `/proc` the CPU time of the generator and of
 * all that it started: so a busy neighbour costs everyone alike. Linux only.
 *
 *     npm run bench:load-http -- [ROUNDS] [SECONDS]
 */
import { createRandom, shuffle } from '../src/kernel/random.ts'
import { median, sorted } from '../src/stats/index.ts'
import { type Generator, generators } from './load/generators.ts'
import { pins } from './load/pins.ts'
import { FastServer } from './load/server.ts'
import { markdownTable, spread } from './load/table.ts'
import { type Measured, TAIL_SECONDS, takeTurn } from './load/turn.ts'
import { Undisturbed } from './load/undisturbed.ts'

const CONNECTIONS = 50
const WARM_UP_SECONDS = 2
const SEED = 1

const [rounds = 7, seconds = 5] = process.argv.slice(2).map(Number)

const undisturbed = new Undisturbed()

const perCpuSecond = ({ requests, cpuSeconds }: Measured): number => requests / cpuSeconds

async function measure(server: FastServer): Promise<ReadonlyMap<Generator, readonly Measured[]>> {
  const lengths = { warmUpSeconds: WARM_UP_SECONDS, seconds }
  const work = {
    url: server.url,
    connections: CONNECTIONS,
    seconds: WARM_UP_SECONDS + seconds + TAIL_SECONDS,
  }
  const random = createRandom(SEED)
  const seen = new Map<Generator, Measured[]>(generators.map((each) => [each, []]))
  for (let round = 0; round < rounds; round++) {
    for (const generator of shuffle([...generators], random)) {
      const turn = (): Promise<Measured> => takeTurn(server, generator.command(work), lengths)
      seen.get(generator)?.push(await undisturbed.take(generator.name, turn))
    }
  }
  return seen
}

/** Of rounds: those of one ran one after the other, and what slowed one slowed the other. */
function ratios(turns: readonly Measured[], others: readonly Measured[]): number[] {
  return turns.flatMap((turn, round) => {
    const other = others[round]
    return other === undefined ? [] : [perCpuSecond(turn) / perCpuSecond(other)]
  })
}

async function main(): Promise<void> {
  await using server = await FastServer.start()
  const seen = await measure(server)
  const byName = new Map([...seen].map(([{ name }, turns]) => [name, turns]))
  const cores = (of: (turn: Measured) => number, turns: readonly Measured[]): string =>
    `${Math.round(100 * median(sorted(turns.map((turn) => of(turn) / turn.seconds))))} %`
  const against = (turns: readonly Measured[], name: string): string => {
    const others = byName.get(name)
    return others === undefined ? '–' : spread(ratios(turns, others), 2)
  }
  const rows = [...seen].map(([{ name }, turns]) => [
    name,
    spread(turns.map(perCpuSecond), 0),
    against(turns, 'autocannon'),
    against(turns, 'wrk'),
    spread(
      turns.map((turn) => turn.requests / turn.seconds),
      0,
    ),
    cores((turn) => turn.cpuSeconds, turns),
    cores((turn) => turn.serverCpuSeconds, turns),
  ])
  const head = [
    'generator',
    'requests per CPU-second',
    '÷ autocannon',
    '÷ wrk',
    'requests/s',
    'its CPU',
    'server’s CPU',
  ]
  const how = pins ? 'each process on a core of its own' : 'processes share the cores'
  console.log(
    `${CONNECTIONS} connections, ${rounds} rounds of ${seconds} s, server of ${server.kind}, ${how}: median (range)\n`,
  )
  console.log(markdownTable([head, ...rows]))
  console.log(String(undisturbed))
  for (const [{ name, targets }, turns] of seen) {
    for (const [other, target] of Object.entries(targets)) {
      const reached = median(sorted(ratios(turns, byName.get(other) ?? [])))
      const verdict = reached >= target ? 'reached' : 'missed'
      if (byName.has(other))
        console.log(`${verdict}: ${name} ≥ ${target} × ${other} (${reached.toFixed(2)})`)
    }
  }
}

await main()
