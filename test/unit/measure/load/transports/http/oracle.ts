/**
 * Responses read the slow way, from the whole text at once, with strings and patterns: what the parser must say too,
 * however the bytes were cut.
 */

/** One response. */
export interface ReadResponse {
  readonly status: number
  readonly headers: readonly string[]
  readonly body: string
  readonly keepAlive: boolean
  readonly bytes: number
}

/** Everything that was read. `end`: how it stood when the connection ended, or what was wrong. */
export interface Reading {
  readonly responses: readonly ReadResponse[]
  readonly end: string
}

class Stop extends Error {}

/** What a connection brought that has ended. @param text one character for each byte */
export function readSlowly(text: string, bodiless: boolean): Reading {
  const responses: ReadResponse[] = []
  let rest = text
  /** Where the response begins, in `rest`'s length. */
  let begin = rest.length
  const stop = (why: string): never => {
    throw new Stop(why)
  }
  const line = (): string => {
    const found = /^([^\n]*)\n/.exec(rest)
    if (found === null) return stop('truncated')
    rest = rest.slice(found[0].length)
    return (found[1] ?? '').replace(/\r$/, '')
  }
  const take = (length: number): string => {
    if (rest.length < length) stop('truncated')
    const taken = rest.slice(0, length)
    rest = rest.slice(length)
    return taken
  }
  const chunks = (): string => {
    let body = ''
    for (;;) {
      const size = /^([\da-f]+)[ \t]*(?:;.*)?$/is.exec(line())?.[1]
      const length = size === undefined ? Number.NaN : Number.parseInt(size, 16)
      if (!Number.isSafeInteger(length)) stop('a chunk without a size')
      if (length === 0) break
      body += take(length)
      if (rest === '' || rest === '\r') stop('truncated')
      const ending = /^\r?\n/.exec(rest)?.[0]
      if (ending === undefined) return stop('a chunk that is longer than its size')
      rest = rest.slice(ending.length)
    }
    while (line() !== '');
    return body
  }
  const response = (): void => {
    rest = rest.replace(/^[\r\n]+/, '')
    if (rest === '') stop('between')
    if (rest.slice(0, 7) !== 'HTTP/1.'.slice(0, rest.length)) stop('no status line of HTTP/1')
    const first = /^HTTP\/1\.(\d) ([1-9]\d\d)(?: .*)?$/s.exec(line())
    if (first === null) return stop('no status line of HTTP/1')
    const minor = Number(first[1])
    const status = Number(first[2])
    const headers: string[] = []
    let length: number | undefined
    let coding: string | undefined
    const connection: string[] = []
    let mattered = false
    for (let header = line(); header !== ''; header = line()) {
      if (/^[ \t]/.test(header)) {
        if (mattered) stop('a header that matters is folded')
        headers.push(header)
        continue
      }
      const parts = /^([^\0- :]+):[ \t]*(.*?)[ \t]*$/s.exec(header)
      if (parts === null) return stop('a header line without a name')
      const name = (parts[1] ?? '').toLowerCase()
      const value = parts[2] ?? ''
      mattered = ['content-length', 'transfer-encoding', 'connection'].includes(name)
      if (name === 'content-length') {
        if (!/^\d+$/.test(value) || !Number.isSafeInteger(Number(value)))
          stop('a content-length that is no length')
        if (length !== undefined && length !== Number(value)) stop('two different content-lengths')
        length = Number(value)
      }
      const tokens = value
        .split(',')
        .map((token) => token.replace(/^[ \t]+|[ \t]+$/g, '').toLowerCase())
      if (name === 'transfer-encoding') coding = tokens.findLast((token) => token !== '') ?? ''
      if (name === 'connection') connection.push(...tokens)
      headers.push(header)
    }
    if (status < 200 && status !== 101) return
    let keepAlive =
      !connection.includes('close') && (minor > 0 || connection.includes('keep-alive'))
    let body = ''
    if (bodiless || [101, 204, 304].includes(status)) {
      keepAlive &&= status !== 101
    } else if (coding === 'chunked') {
      keepAlive &&= length === undefined && minor > 0
      body = chunks()
    } else if (coding === undefined && length !== undefined) {
      body = take(length)
    } else {
      keepAlive = false
      body = take(rest.length)
      responses.push({ status, headers, body, keepAlive, bytes: begin })
      stop('complete')
    }
    responses.push({ status, headers, body, keepAlive, bytes: begin - rest.length })
    begin = rest.length
  }
  try {
    for (;;) response()
  } catch (thrown) {
    if (!(thrown instanceof Stop)) throw thrown
    return { responses, end: thrown.message }
  }
}
