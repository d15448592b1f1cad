import type { RunSummary } from '../../../../src/model/page.ts'
import { clip } from '../../../../src/show/text/visible.ts'
import { localTimeText } from '../../parts/time-text.ts'
import { budgetsOf, resultsOf, verdictText } from './words.ts'

/** Finding runs among many: what is looked at is made ready once, so that 10,000 are sifted while somebody types. */

/** A run, and the text that searching looks at: lower case. */
export interface ListedRun {
  readonly run: RunSummary
  readonly haystack: string
}

/** What a run is chosen by beside words. */
export const FACETS = ['kind', 'status', 'branch', 'environment'] as const
export type Facet = (typeof FACETS)[number]

/** What is looked for. */
export interface Criteria {
  /** Lower case; each must be there, wherever it is. */
  readonly words: readonly string[]
  /** By facet; '' = any. */
  readonly chosen: Readonly<Record<Facet, string>>
}

/** Stands for a run that has no branch; no branch of git has a colon in its name. */
export const NO_BRANCH = ':none'

/** Of one text, as far as it is searched: some are megabytes. */
const TEXT_SEARCHED = 500

/** A run, ready to be searched. */
export const listedRun = (run: RunSummary): ListedRun => ({ run, haystack: haystackOf(run) })

/** Everything that the list says of a run. */
function haystackOf(run: RunSummary): string {
  const { id, kind, status, startedAt, note, labels, scenarios, baselines, environment } = run
  const { fingerprint, cpuModel, cores, os, node, ci } = environment
  const texts = [
    id,
    kind,
    status,
    startedAt,
    localTimeText(startedAt),
    ...revisionTexts(run),
    verdictText(budgetsOf(run)),
    verdictText(resultsOf(run)),
    ...baselines.map((name) => `baseline ${name}`),
    ...scenarios,
    ...Object.entries(labels).map(([name, value]) => `${name}=${value}`),
    note,
    `${cores} × ${cpuModel} ${os} node ${node} ${ci ?? ''} ${fingerprint}`,
  ]
  return texts
    .map((text) => clip(text, TEXT_SEARCHED))
    .join('\n')
    .toLowerCase()
}

function revisionTexts({ revision }: RunSummary): readonly string[] {
  if (revision === null) return []
  const { commit, branch, dirty, subject } = revision
  return [commit, branch ?? '', subject, dirty ? 'uncommitted changes' : '']
}

/** What an address asks for. */
export function criteriaOf(query: URLSearchParams): Criteria {
  const chosenOf = (facet: Facet): string => query.get(facet) ?? ''
  return {
    words: (query.get('q') ?? '')
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== ''),
    chosen: {
      kind: chosenOf('kind'),
      status: chosenOf('status'),
      branch: chosenOf('branch'),
      environment: chosenOf('environment'),
    },
  }
}

/** What a run is, as choices name it. */
export function facetOf({ kind, status, revision, environment }: RunSummary, facet: Facet): string {
  if (facet === 'kind') return kind
  if (facet === 'status') return status
  return facet === 'branch' ? (revision?.branch ?? NO_BRANCH) : environment.fingerprint
}

/** Those that are looked for, in the order given. */
export function matching(
  listed: readonly ListedRun[],
  { words, chosen }: Criteria,
): readonly ListedRun[] {
  const asked = FACETS.filter((facet) => chosen[facet] !== '')
  if (words.length === 0 && asked.length === 0) return listed
  return listed.filter(
    ({ run, haystack }) =>
      asked.every((facet) => facetOf(run, facet) === chosen[facet]) &&
      words.every((word) => haystack.includes(word)),
  )
}
