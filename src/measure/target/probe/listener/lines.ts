import type { Socket } from 'node:net'

/** Longer than any line of a probe: who writes more has something else in mind. */
const LONGEST_LINE = 16_384

/** Cuts what a connection brings into lines; a connection whose line does not end is closed. */
export function readLines(socket: Socket, onLine: (text: string) => void): void {
  let part = ''
  socket.setEncoding('utf8')
  socket.on('data', (text: string) => {
    const lines = (part + text).split('\n')
    part = lines.pop() ?? ''
    for (const line of lines) {
      // Whoever reads them may have had enough.
      if (!socket.destroyed) onLine(line)
    }
    if (part.length > LONGEST_LINE) socket.destroy()
  })
  // One that breaks has nothing more to say.
  socket.on('error', () => socket.destroy())
}
