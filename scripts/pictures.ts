import { runTool } from './tools.ts'

/**
 * Writes the pictures of pages that the documentation shows (docs/pictures/page-*.png) anew: the browser's tests, over runs
 * that are measured for longer than tests take. The pages have to be built.
 */

const TIMEOUT_MS = 900_000

process.env['PLIMSOLL_PICTURES'] = 'write'
const files = ['pictures', 'live'].map((name) => `test/browser/${name}.test.ts`)
const { code } = await runTool(['vitest', 'run', '--project', 'browser', ...files], TIMEOUT_MS)
process.exitCode = code
