import { type PlimsollError, usageError } from '../kernel/errors.ts'

/**
 * Which baseline to judge by (DESIGN §6). A branch's baseline is called what the branch is called.
 *
 *     --baseline → the config's → the branch's own → that of the branch it came from → the default branch's
 */

/** What is known when a baseline is looked for. Branches may be written as refs (`refs/heads/main`, `origin/main`). */
export interface BaselineSituation {
  /** `--baseline`: the user's word; nothing else is tried. */
  readonly flag?: string | undefined
  /** The config's `baseline`. */
  readonly config?: string | undefined
  /** The branch that was measured; `null` or absent on a detached head. */
  readonly branch?: string | null | undefined
  /** Where this work will be merged, as the CI service says (`GITHUB_BASE_REF`). */
  readonly baseRef?: string | undefined
  /** Branches that hold the commit this work came from, likeliest first. */
  readonly mergeBaseBranches?: readonly string[] | undefined
  readonly defaultBranch?: string | undefined
}

/** A baseline worth looking for. */
export interface BaselineCandidate {
  readonly name: string
  /** In words, to be read after "baseline 'main'": `named by --baseline`. */
  readonly why: string
}

/** A baseline that was found. */
export interface ChosenBaseline<B> {
  readonly baseline: B
  readonly candidate: BaselineCandidate
  /** What was chosen, why, and what was looked for before: one sentence. */
  readonly explanation: string
}

/** What a baseline is called where no branch is known: outside a git repository. */
export const NAME_WITHOUT_BRANCH = 'main'

/** Baselines worth looking for, best first, each name once. */
export function baselineCandidates(situation: BaselineSituation): readonly BaselineCandidate[] {
  const { flag, config, branch, baseRef, mergeBaseBranches, defaultBranch } = situation
  if (isGiven(flag)) return [{ name: flag, why: 'named by --baseline' }]
  const named = isGiven(config) ? [{ name: config, why: 'named by the configuration' }] : []
  const branches = [
    [branch, 'of this branch'],
    [baseRef, 'of the branch that this is to be merged into'],
    ...(mergeBaseBranches ?? []).map((each) => [each, 'of the branch that this one came from']),
    [defaultBranch, 'of the default branch'],
  ] as const
  const ofBranches = branches.flatMap(([ref, why = '']) =>
    isGiven(ref) ? [{ name: branchOfRef(ref), why }] : [],
  )
  const otherwise = { name: NAME_WITHOUT_BRANCH, why: 'where there is no branch' }
  return withoutRepeats([...named, ...(ofBranches.length > 0 ? ofBranches : [otherwise])])
}

const isGiven = (value: string | null | undefined): value is string =>
  value !== undefined && value !== null && value !== ''

function withoutRepeats(candidates: readonly BaselineCandidate[]): readonly BaselineCandidate[] {
  const seen = new Set<string>()
  return candidates.filter(({ name }) => !seen.has(name) && seen.add(name))
}

/** The branch that a ref means: `refs/heads/main`, `refs/remotes/origin/main`, `origin/main` → `main`. */
export function branchOfRef(ref: string): string {
  return ref.replace(/^refs\/heads\//, '').replace(/^(?:refs\/remotes\/[^/]+|origin)\//, '')
}

/**
 * The first candidate that exists; `undefined` when none does, for which {@link triedText} has the words.
 *
 * @param baselines what the store holds, by name
 */
export function chooseBaseline<B extends { readonly name: string }>(
  candidates: readonly BaselineCandidate[],
  baselines: readonly B[],
): ChosenBaseline<B> | undefined {
  for (const [index, candidate] of candidates.entries()) {
    const baseline = baselines.find((each) => each.name === candidate.name)
    if (baseline === undefined) continue
    const missing = candidates.slice(0, index)
    const after = missing.length === 0 ? '' : `; there is no ${triedText(missing)}`
    const explanation = `baseline '${candidate.name}', ${candidate.why}${after}`
    return { baseline, candidate, explanation }
  }
  return undefined
}

/** Names and reasons of candidates, for a message: `'feature' (of this branch), 'main' (of the default branch)`. */
export function triedText(candidates: readonly BaselineCandidate[]): string {
  return candidates.map(({ name, why }) => `'${name}' (${why})`).join(', ')
}

/** Longest name of a baseline, in UTF-16 code units: more than any branch that a forge accepts. */
const LONGEST_NAME = 255
/** What a run's id looks like (ULID): a name like it could not be told from a run. */
const RUN_ID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/i
/** Control characters, line and paragraph separators, halves of surrogate pairs. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/gu

/** What is wrong with a baseline's name, in words; `undefined` for a good one, as branches' are. */
export function baselineNameProblem(name: string): string | undefined {
  if (name.trim() === '') return 'it is empty'
  if (name !== name.trim()) return 'it begins or ends with a space'
  if (name.length > LONGEST_NAME) return `it is longer than ${LONGEST_NAME} characters`
  if (name.startsWith('-')) return 'it begins with a dash, as flags do'
  if (name.search(UNPRINTABLE) >= 0) return 'it holds a control character'
  return RUN_ID.test(name) ? 'it looks like the id of a run' : undefined
}

/** The name, when it is a good one. @throws PlimsollError BASELINE_NAME_INVALID */
export function checkBaselineName(name: string): string {
  const problem = baselineNameProblem(name)
  if (problem === undefined) return name
  throw nameInvalid(name, problem)
}

function nameInvalid(name: string, problem: string): PlimsollError {
  return usageError(
    'BASELINE_NAME_INVALID',
    `'${name.slice(0, LONGEST_NAME).replaceAll(UNPRINTABLE, '\uFFFD')}' can't name a baseline: ${problem}`,
    'name it like a branch or a release, such as main or v2.1',
  )
}
