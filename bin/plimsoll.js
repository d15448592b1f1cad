#!/usr/bin/env node
// Plain JavaScript on purpose: an older Node must be able to parse this file to say what it needs.
var need = [24, 15]
var have = process.versions.node.split('.').map(Number)
if (have[0] < need[0] || (have[0] === need[0] && have[1] < need[1])) {
  process.stderr.write(
    'plimsoll needs Node ' +
      need.join('.') +
      ' or newer, and this is ' +
      process.version +
      ': install node@24 (npm install -D node@24), then run it with npx plimsoll.\n',
  )
  process.exitCode = 2
} else {
  // The checkout runs its own source under the plimsoll-source condition; a package runs what was built.
  var fromSource = process.execArgv.includes('--conditions=plimsoll-source')
  var main = fromSource ? '../src/cli/main.ts' : '../dist/cli/main.js'
  if (process.getBuiltinModule('node:fs').existsSync(new URL(main, import.meta.url))) import(main)
  else {
    process.stderr.write(
      'plimsoll is not built: in a clone, run npm run build; a package from npm is incomplete, install it again.\n',
    )
    process.exitCode = 70
  }
}
