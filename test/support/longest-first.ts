import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take longer than others of their size: begun last, they would run on alone. */
const LONGEST = [
  'e2e/docs',
  'e2e/cv-bot-load',
  'e2e/what-made-it-slow',
  'e2e/measure-load',
  'e2e/cli-duet',
  'e2e/cli-check-duet',
  'e2e/cli-noise',
].map((name) => `/test/${name}.test.ts`)

/** A clean checkout knows of no earlier times, and would begin with the largest files. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.toSorted((a, b) => rankOf(a) - rankOf(b))
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const rank = LONGEST.findIndex((end) => moduleId.endsWith(end))
  return rank === -1 ? LONGEST.length : rank
}
