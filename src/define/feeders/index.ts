/**
 * Seeded sources of varied input: the same seed gives the same input, on every machine. In a scenario that is timed in
 * batches a batch goes round at most 4,096 drawn inputs (fewer with a slow feeder): inputs repeat within it, and `run`
 * must neither consume nor change its input.
 */

export { type ArbitraryLike, arbitrary } from './arbitrary.ts'
export { cycle, shuffled, uniform, weighted, type ZipfOptions, zipf } from './choices.ts'
export { combine, map } from './combined.ts'
export {
  type Cast,
  type Columns,
  type CsvOptions,
  type CsvRow,
  csvFile,
  type FileOptions,
  type FileOrder,
  jsonFile,
} from './files.ts'
export { from, type SequenceOptions, sequence } from './generated.ts'
