import { runCli } from './run-cli.ts'
import { processIo } from './io.ts'

// Configuration and what it imports run in this process and may print. Only results belong on stdout, and those are
// written to its descriptor directly, so that `--json` stays one document whatever else is said.
process.stdout.write = process.stderr.write.bind(process.stderr)

process.exitCode = await runCli(process.argv.slice(2), {
  io: processIo(),
  cwd: () => process.cwd(),
  env: process.env,
})
