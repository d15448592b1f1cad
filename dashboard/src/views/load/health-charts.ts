import type { WindowHealth } from '../../../../src/model/run.ts'
import type { ChartUnit } from '../../charts/axis.ts'
import { type LaneCharts, type Line, type NamedContent, seriesOf } from './lane-charts.ts'

/** What is drawn of the generator. */

type HealthNumber = {
  [name in keyof WindowHealth]: WindowHealth[name] extends number | null ? name : never
}[keyof WindowHealth]

interface HealthChart {
  readonly name: string
  readonly unit: ChartUnit
  readonly lines: readonly (readonly [name: HealthNumber, label: string, factor: number])[]
}

const HEALTH: readonly HealthChart[] = [
  {
    name: 'Generator: how late it was',
    unit: 'ns',
    lines: [
      ['sendLagP99Ms', 'send lag p99', 1e6],
      ['eventLoopDelayMs', 'longest event loop delay', 1e6],
      ['gcMs', 'garbage collection', 1e6],
    ],
  },
  {
    name: 'Generator: CPU of the machine',
    unit: 'cores',
    lines: [
      ['ownCpuCores', 'the generator itself', 1],
      ['foreignCores', 'other programs', 1],
      ['stolenCores', 'stolen by the hypervisor', 1],
    ],
  },
  {
    name: 'Generator: how busy it was',
    unit: 'percent',
    lines: [
      ['eventLoopUtilization', 'event loop busy', 100],
      ['cpuWaitShare', 'waited for a CPU', 100],
    ],
  },
]

/** How the generator did. */
export const healthContents = ({ columns, scene }: LaneCharts): readonly NamedContent[] =>
  HEALTH.map(({ name, unit, lines }) => {
    const drawn = lines.map(
      ([key, label, factor], look): Line => ({
        name: label,
        key: `health ${key}`,
        look,
        read: ({ health }) => {
          const value = health[key]
          return value === null ? null : value * factor
        },
      }),
    )
    return { name, content: { xs: columns.xs, series: seriesOf(columns, drawn), unit, scene } }
  })
