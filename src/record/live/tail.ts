import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { StringDecoder } from 'node:string_decoder'

const CHUNK_BYTES = 256 * 1024

/** Opening a pipe would wait for whoever writes into it. Windows has no such flag, and no such pipes. */
const READ = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/** A longer line is none of ours. The windows of a hundred scenarios take a fifth of it. */
const MOST_LINE = 4 * 2 ** 20

/**
 * The lines of a file that grows, each once it is whole. Memory stays bounded, whatever the file holds: a line that is too
 * long is passed over.
 */
export class Tail {
  readonly #path: string
  readonly #mostLine: number
  #offset = 0
  #rest = ''
  #isSkipping = false
  #decoder = new StringDecoder('utf8')

  constructor(path: string, mostLine: number = MOST_LINE) {
    this.#path = path
    this.#mostLine = mostLine
  }

  /** Takes what has been added since the last time; nothing, where the file is gone or can't be read. */
  async read(onLine: (line: string) => void): Promise<void> {
    const file = await open(this.#path, READ).catch(() => undefined)
    if (file === undefined) return
    try {
      await this.#readFrom(file, onLine)
    } catch {
      // The next time may see more.
    } finally {
      await file.close()
    }
  }

  async #readFrom(file: FileHandle, onLine: (line: string) => void): Promise<void> {
    const stats = await file.stat()
    if (!stats.isFile()) return
    if (stats.size < this.#offset) this.#startAgain()
    const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, Math.max(0, stats.size - this.#offset)))
    while (chunk.length > 0) {
      const { bytesRead } = await file.read(chunk, 0, chunk.length, this.#offset)
      if (bytesRead === 0) return
      this.#offset += bytesRead
      this.#take(this.#decoder.write(chunk.subarray(0, bytesRead)), onLine)
    }
  }

  #take(text: string, onLine: (line: string) => void): void {
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) {
      if (!this.#isSkipping && line.length <= this.#mostLine) onLine(line)
      this.#isSkipping = false
    }
    if (this.#rest.length <= this.#mostLine) return
    this.#rest = ''
    this.#isSkipping = true
  }

  /** It was cut off, and is written anew. */
  #startAgain(): void {
    this.#offset = 0
    this.#rest = ''
    this.#isSkipping = false
    this.#decoder = new StringDecoder('utf8')
  }
}
