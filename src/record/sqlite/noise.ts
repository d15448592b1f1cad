import type { NoiseFloor } from '../../model/noise.ts'
import type { NoiseStore } from '../../model/ports.ts'
import type { Connection } from './connection.ts'

/** What identical code differs by: a row for each environment, scenario and method. */

const COLUMNS = `
  fingerprint, scenario, method, clock, measured_ms, revision, launches, ratio, low, high, confidence,
  floor_percent, detectable_percent, spread_percent`

interface FloorRow {
  readonly fingerprint: string
  readonly scenario: string
  readonly method: NoiseFloor['method']
  readonly clock: NoiseFloor['clock']
  readonly measured_ms: number
  readonly revision: string | null
  readonly launches: number
  readonly ratio: number
  readonly low: number
  readonly high: number
  readonly confidence: number
  readonly floor_percent: number
  readonly detectable_percent: number
  readonly spread_percent: number
}

/** Noise floors in one database. */
export class SqliteNoise implements NoiseStore {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  async keep(floors: readonly NoiseFloor[]): Promise<void> {
    if (floors.length === 0) return
    this.#connection.transaction(() => {
      for (const floor of floors) this.#keep(floor)
    })
  }

  async list(query: { readonly fingerprint?: string } = {}): Promise<readonly NoiseFloor[]> {
    // A store of an earlier format that was opened only to be read was not migrated.
    if (!this.#isThere()) return []
    const where = query.fingerprint === undefined ? '' : 'WHERE fingerprint = ?'
    const values = query.fingerprint === undefined ? [] : [query.fingerprint]
    const sql = `SELECT ${COLUMNS} FROM noise ${where} ORDER BY fingerprint, scenario, method`
    return this.#connection.all<FloorRow>(sql, ...values).map(floorOf)
  }

  #keep(floor: NoiseFloor): void {
    const [low, high] = floor.interval
    this.#connection.run(
      `INSERT INTO noise (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (fingerprint, scenario, method) DO UPDATE SET
         clock = excluded.clock, measured_ms = excluded.measured_ms, revision = excluded.revision,
         launches = excluded.launches, ratio = excluded.ratio, low = excluded.low, high = excluded.high,
         confidence = excluded.confidence, floor_percent = excluded.floor_percent,
         detectable_percent = excluded.detectable_percent, spread_percent = excluded.spread_percent
       WHERE excluded.measured_ms >= noise.measured_ms`,
      floor.fingerprint,
      floor.scenario,
      floor.method,
      floor.clock,
      Date.parse(floor.measuredAt),
      floor.commit,
      floor.launches,
      floor.ratio,
      low,
      high,
      floor.confidence,
      floor.floorPercent,
      floor.smallestDetectablePercent,
      floor.spreadPercent,
    )
  }

  #isThere(): boolean {
    const sql = "SELECT count(*) AS n FROM sqlite_schema WHERE type = 'table' AND name = 'noise'"
    return this.#connection.one<{ n: number }>(sql).n > 0
  }
}

const floorOf = (row: FloorRow): NoiseFloor => ({
  scenario: row.scenario,
  fingerprint: row.fingerprint,
  method: row.method,
  clock: row.clock,
  measuredAt: new Date(row.measured_ms).toISOString(),
  commit: row.revision,
  launches: row.launches,
  ratio: row.ratio,
  interval: [row.low, row.high],
  confidence: row.confidence,
  floorPercent: row.floor_percent,
  smallestDetectablePercent: row.detectable_percent,
  spreadPercent: row.spread_percent,
})
