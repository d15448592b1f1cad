/**
 * The store's tables, as ordered steps: step n brings format n − 1 to format n (`PRAGMA user_version`). A step that
 * was released is never changed; a new format is a new step.
 *
 *   run ──1:1── document        the record itself, byte for byte as it is exported, with its SHA-256
 *    │
 *    ├──1:n── point ──n:1── series   an index into the documents, for histories
 *    │
 *    └──1:n── baseline_version ──n:1── baseline
 *
 *   run ──1:1── summary         what a list says of a run beside its header, as JSON; none where the document is damaged
 *
 *   noise                       what identical code differs by, by environment, scenario and method
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE run (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    started_ms INTEGER NOT NULL,
    finished_ms INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    revision TEXT,
    branch TEXT,
    note TEXT NOT NULL,
    labels TEXT NOT NULL,
    scenarios INTEGER NOT NULL,
    alu_ns REAL NOT NULL,
    alloc_ns REAL NOT NULL
  ) STRICT;
  CREATE INDEX run_by_start ON run (started_ms, id);

  CREATE TABLE document (
    run INTEGER PRIMARY KEY REFERENCES run (seq) ON DELETE CASCADE,
    text TEXT NOT NULL,
    sha256 TEXT NOT NULL
  ) STRICT;

  CREATE TABLE series (
    seq INTEGER PRIMARY KEY,
    scenario TEXT NOT NULL,
    stage TEXT NOT NULL,
    metric TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    UNIQUE (scenario, stage, metric, fingerprint)
  ) STRICT;

  CREATE TABLE point (
    series INTEGER NOT NULL REFERENCES series (seq),
    started_ms INTEGER NOT NULL,
    run INTEGER NOT NULL REFERENCES run (seq) ON DELETE CASCADE,
    p50 REAL NOT NULL,
    p95 REAL,
    p99 REAL,
    mean REAL NOT NULL,
    PRIMARY KEY (series, started_ms, run)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX point_by_run ON point (run);

  CREATE TABLE baseline (
    name TEXT PRIMARY KEY,
    current INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE baseline_version (
    name TEXT NOT NULL REFERENCES baseline (name) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    previous INTEGER,
    run INTEGER NOT NULL REFERENCES run (seq),
    reason TEXT NOT NULL,
    set_at TEXT NOT NULL,
    PRIMARY KEY (name, version)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX baseline_by_run ON baseline_version (run);
  `,
  `
  CREATE TABLE noise (
    fingerprint TEXT NOT NULL,
    scenario TEXT NOT NULL,
    method TEXT NOT NULL,
    clock TEXT NOT NULL,
    measured_ms INTEGER NOT NULL,
    revision TEXT,
    launches INTEGER NOT NULL,
    ratio REAL NOT NULL,
    low REAL NOT NULL,
    high REAL NOT NULL,
    confidence REAL NOT NULL,
    floor_percent REAL NOT NULL,
    detectable_percent REAL NOT NULL,
    spread_percent REAL NOT NULL,
    PRIMARY KEY (fingerprint, scenario, method)
  ) STRICT, WITHOUT ROWID;
  `,
  // Filled from the documents, as ../summary.ts does it for new runs. One that is no JSON must not keep the others from being read.
  `
  CREATE TABLE summary (
    run INTEGER PRIMARY KEY REFERENCES run (seq) ON DELETE CASCADE,
    text TEXT NOT NULL
  ) STRICT;
  INSERT INTO summary
  SELECT run, json_object(
    'revision', text -> '$.revision',
    'environment', json_object(
      'fingerprint', text ->> '$.environment.fingerprint',
      'cpuModel', text ->> '$.environment.cpuModel',
      'cores', text -> '$.environment.cores',
      'os', text ->> '$.environment.os',
      'node', text ->> '$.environment.node',
      'ci', text -> '$.environment.ci'
    ),
    'results', (
      SELECT json_object(
        'ok', count(*) FILTER (WHERE status = 'ok'),
        'failed', count(*) FILTER (WHERE status = 'failed'),
        'invalid', count(*) FILTER (WHERE status = 'invalid')
      ) FROM (SELECT value ->> '$.status' AS status FROM json_each(text, '$.results'))
    ),
    'budgets', (
      SELECT json_object(
        'met', count(*) FILTER (WHERE verdict = 'met'),
        'broken', count(*) FILTER (WHERE verdict = 'broken'),
        'inconclusive', count(*) FILTER (WHERE verdict = 'inconclusive')
      ) FROM (SELECT value ->> '$.verdict' AS verdict FROM json_each(text, '$.budgets'))
    ),
    'scenarios', (
      SELECT json_group_array(name) FROM (
        SELECT value ->> '$.scenario.name' AS name FROM json_each(text, '$.results')
        GROUP BY name ORDER BY min(key) LIMIT 20
      )
    )
  ) FROM document WHERE json_valid(text);
  `,
]

/** The format that this version writes. */
export const FORMAT: number = MIGRATIONS.length

/** `PRAGMA application_id` of every store: "plms" in ASCII. */
export const APPLICATION_ID = 0x706c6d73
