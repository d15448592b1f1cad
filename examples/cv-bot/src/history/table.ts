import { Socket } from 'node:net'
import pg from 'pg'

/** A command that took effect. */
export interface HistoryRow {
  /** The prefix of the bots that share their channels. */
  readonly space: string
  readonly channel: number
  readonly epoch: number
  readonly version: number
  readonly at: Date
  readonly who: string
  readonly command: string
  readonly instance: string
}

export interface HistoryTableOptions {
  readonly url: string
  /** For any one answer, and for connecting. */
  readonly timeoutMs: number
}

/** Where the history is kept. */
export interface HistoryTable {
  /** Failures of connections that nobody was using. */
  readonly troubles: number
  /** Adds rows; those that are there already stay as they are. @throws Error */
  write(rows: readonly HistoryRow[]): Promise<void>
  /** Frees the connections, whatever they wait for. May be called again. */
  close(): void
}

/** Several instances may start at once; the number is only ours to know. */
const LOCK = 7_261_120

const CREATE = `
  begin;
  select pg_advisory_xact_lock(${LOCK});
  create table if not exists cv_history (
    space text not null,
    channel integer not null,
    epoch bigint not null,
    version bigint not null,
    at timestamptz not null,
    who text not null,
    command text not null,
    instance text not null,
    primary key (space, channel, epoch, version)
  );
  commit`

/**
 * The key makes writing again harmless: a batch whose answer did not come in time may have been written all the same.
 */
const INSERT = `
  insert into cv_history (space, channel, epoch, version, at, who, command, instance)
  select * from unnest($1::text[], $2::integer[], $3::bigint[], $4::bigint[],
                       $5::timestamptz[], $6::text[], $7::text[], $8::text[])
  on conflict do nothing`

/** Connects, and makes the table where there is none. @throws Error when PostgreSQL can't be reached now */
export async function openHistoryTable(options: HistoryTableOptions): Promise<HistoryTable> {
  const table = new PostgresTable(options)
  try {
    await table.create()
    return table
  } catch (cause) {
    table.close()
    throw new Error(
      `PostgreSQL can't be used: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    )
  }
}

class PostgresTable implements HistoryTable {
  readonly #pool: pg.Pool
  readonly #sockets = new Set<Socket>()
  #troubles = 0
  #closed = false

  constructor({ url, timeoutMs }: HistoryTableOptions) {
    this.#pool = new pg.Pool({
      connectionString: url,
      max: 1,
      connectionTimeoutMillis: timeoutMs,
      query_timeout: timeoutMs,
      stream: () => this.#newSocket(),
    })
    // Without a listener, a connection that breaks while it is idle would end the process.
    this.#pool.on('error', () => void this.#troubles++)
  }

  get troubles(): number {
    return this.#troubles
  }

  async create(): Promise<void> {
    await this.#pool.query(CREATE)
  }

  async write(rows: readonly HistoryRow[]): Promise<void> {
    const columns = [
      rows.map(({ space }) => space),
      rows.map(({ channel }) => channel),
      rows.map(({ epoch }) => epoch),
      rows.map(({ version }) => version),
      rows.map(({ at }) => at),
      rows.map(({ who }) => who),
      rows.map(({ command }) => command),
      rows.map(({ instance }) => instance),
    ]
    await this.#pool.query(INSERT, columns)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    // It would wait for the other end, which may be frozen.
    this.#pool.end().catch(() => {})
    for (const socket of this.#sockets) socket.destroy()
  }

  #newSocket(): Socket {
    const socket = new Socket()
    this.#sockets.add(socket)
    return socket.once('close', () => this.#sockets.delete(socket))
  }
}
