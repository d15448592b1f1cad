import { runCli } from './run-cli.ts'
import { processIo } from './io.ts'

process.exitCode = await runCli(process.argv.slice(2), {
  io: processIo(),
  cwd: () => process.cwd(),
  env: process.env,
})
