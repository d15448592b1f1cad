import { tools } from './tools.ts'

/** One tool, one case, one process: prints ns per iteration. */
const [tool = '', name = ''] = process.argv.slice(2)
process.stdout.write(String(await tools[tool]?.(name)))
