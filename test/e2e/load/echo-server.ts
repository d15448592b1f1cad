import { createServer } from 'node:net'

/**
 * A target in a process of its own, so that tests may freeze it: answers each line by what it says.
 *
 *   echo → ok     refuse → 429     break → 500     slow → ok, after 20 ms     never → nothing
 *   hang up → the connection is closed
 */
const ANSWERS: Readonly<Record<string, string>> = { echo: 'ok', refuse: '429', break: '500' }

const server = createServer({ noDelay: true }, (socket) => {
  let rest = ''
  socket.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const answer = ANSWERS[line]
      if (answer !== undefined) socket.write(`${answer}\n`)
      if (line === 'slow') setTimeout(() => socket.write('ok\n'), 20)
      if (line === 'hang up') socket.destroy()
    }
  })
  socket.on('error', () => socket.destroy())
})

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object' && address !== null) console.log(`port ${address.port}`)
})
