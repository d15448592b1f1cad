/** Has work for one core, all the time. Ends with its parent, which holds its input open. */
process.stdin.on('end', () => process.exit()).resume()

function work(): void {
  for (const until = performance.now() + 20; performance.now() < until; );
  setImmediate(work)
}
work()
