import { ExitCode, messageOf, PlimsollError } from '../kernel/errors.ts'
import { reportFailure } from './failure.ts'
import { runCli } from './run-cli.ts'
import { processIo } from './io.ts'

// Configuration and what it imports run in this process and may print. Only results belong on stdout, and those are
// written to its descriptor directly, so that `--json` stays one document whatever else is said.
process.stdout.write = process.stderr.write.bind(process.stderr)

const argv = process.argv.slice(2)
const io = processIo()

/** What nothing awaited: a timer or promise of the configuration, or of what it loaded, or a bug of our own. */
function endWith(thrown: unknown): void {
  const look = { json: argv.includes('--json'), debug: argv.includes('--debug') }
  const error = new PlimsollError({
    code: 'THROWN_LATER',
    message: `the configuration, or code that it loaded, threw later: ${messageOf(thrown)}`,
    hint: '--debug shows where; if that is within plimsoll, please report it',
    exitCode: ExitCode.bug,
    cause: thrown,
  })
  process.exit(reportFailure(error, io, look))
}

process.on('uncaughtException', endWith)
process.on('unhandledRejection', endWith)

let finished = false

/** Whatever ends the process before the command has: exit code 0 would be a pass that nobody gave. */
process.on('exit', (code) => {
  if (finished || code === ExitCode.interrupted || code === ExitCode.bug) return
  io.err(
    'plimsoll: the process ended before the command had (ENDED_EARLY)\n' +
      '  the configuration, or what it imports, calls process.exit or waits for something that never comes\n',
  )
  process.exitCode = ExitCode.usage
})

process.exitCode = await runCli(argv, {
  io,
  cwd: () => process.cwd(),
  env: process.env,
})
finished = true
