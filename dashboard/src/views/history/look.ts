import type { BaselineList } from '../../../../src/model/page.ts'
import { clip, visibleLine } from '../../../../src/show/text/visible.ts'
import type { HistoryLook } from '../../charts/history-chart-layout.ts'

/** How all charts of the page are drawn: what the address says, and the marks of baselines. */
export type Look = HistoryLook

export function lookOf(query: URLSearchParams, list: BaselineList | undefined): Look {
  return {
    axis: query.get('axis') === 'dates' ? 'dates' : 'runs',
    values: query.get('values') === 'measured' ? 'measured' : 'judged',
    baselines: namesByRun(list),
  }
}

/** Of a baseline, in a chart. */
const NAME_SHOWN = 40

function namesByRun(list: BaselineList | undefined): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, readonly string[]>()
  for (const { run, name } of list?.baselines ?? []) {
    names.set(run, [...(names.get(run) ?? []), visibleLine(clip(name, NAME_SHOWN))])
  }
  return names
}
