import type { RunSummary } from '../../../../../src/model/page.ts'

/** What a list says of runs, for tests; the n-th started n hours after the first. */
export function summary(number: number, more: Partial<RunSummary> = {}): RunSummary {
  const startedAt = new Date(Date.UTC(2026, 8, 1) + number * 3_600_000)
  return {
    id: `01KR${String(number).padStart(22, '0')}`,
    kind: 'bench',
    status: 'complete',
    startedAt: startedAt.toISOString(),
    finishedAt: new Date(startedAt.getTime() + 42_000).toISOString(),
    note: '',
    labels: {},
    revision: {
      commit: String(number).padStart(40, 'a'),
      branch: 'main',
      dirty: false,
      committedAt: startedAt.toISOString(),
      subject: 'Name the channels',
    },
    environment: {
      fingerprint: '5f3c9a1be07d4c22',
      cpuModel: 'AMD EPYC 7763',
      cores: 2,
      os: 'linux',
      node: '24.21.0',
      ci: null,
    },
    results: { ok: 3, failed: 0, invalid: 0 },
    budgets: { met: 0, broken: 0, inconclusive: 0 },
    scenarios: ['decode', 'chat command to CV'],
    baselines: [],
    ...more,
  }
}

/** So many, newest first. */
export const summaries = (count: number): readonly RunSummary[] =>
  Array.from({ length: count }, (_, index) => summary(count - 1 - index))
