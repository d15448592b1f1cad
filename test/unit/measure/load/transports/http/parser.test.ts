import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  HEAD_LIMIT_BYTES,
  type Rest,
  ResponseParser,
} from '../../../../../../src/measure/load/transports/http/parser.ts'
import { type Reading, type ReadResponse, readSlowly } from './oracle.ts'

/** Reads a text in the given pieces, as a connection brings them: always into the same memory. */
function read(pieces: readonly string[], bodiless = false): Reading {
  const responses: ReadResponse[] = []
  let headers: string[] = []
  let body = ''
  const parser = new ResponseParser(
    {
      onHeader: (bytes, from, to) => headers.push(bytes.toString('latin1', from, to)),
      onBody: (bytes, from, to) => {
        expect(to).toBeGreaterThan(from)
        body += bytes.toString('latin1', from, to)
      },
      onResponse: () => {
        const { status, keepAlive, bytes } = parser
        responses.push({ status, headers, body, keepAlive, bytes })
        headers = []
        body = ''
        return true
      },
    },
    { bodiless, wantsHeaders: true, wantsBody: true },
  )
  const memory = Buffer.alloc(Math.max(1, ...pieces.map(({ length }) => length)))
  for (const piece of pieces) {
    memory.fill('9')
    memory.write(piece, 'latin1')
    const problem = parser.read(memory, piece.length)
    if (problem !== '') return { responses, end: problem }
  }
  return { responses, end: parser.end() }
}

const inBytes = (text: string): string[] => [...text]

const cutAt = (text: string, places: readonly number[]): string[] => {
  const sorted = [0, ...places.map((place) => place % (text.length + 1)), text.length].toSorted(
    (one, other) => one - other,
  )
  return sorted.slice(1).map((end, index) => text.slice(sorted[index], end))
}

const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello'

const EXAMPLES: readonly (readonly [what: string, text: string])[] = [
  ['a length', OK],
  ['two in a row', OK + OK],
  ['no reason', 'HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n'],
  ['an empty reason', 'HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n'],
  ['line ends of LF alone', 'HTTP/1.1 200 OK\ncontent-length: 2\n\nhi'],
  ['line ends between responses', `${OK}\r\n\r\n${OK}`],
  [
    'chunks',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n',
  ],
  [
    'chunks with extensions and trailers',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, Chunked\r\n\r\n00A;a="b"\r\n0123456789\r\n0 ; x\r\nexpires: 0\r\nx: y\r\n\r\n' +
      OK,
  ],
  ['an informational response before', `HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${OK}`],
  [
    'two informational responses before',
    `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 P\r\n\r\n${OK}`,
  ],
  ['no content', `HTTP/1.1 204 No Content\r\ncontent-length: 5\r\n\r\n${OK}`],
  ['not modified', `HTTP/1.1 304 Not Modified\r\ncontent-length: 5\r\n\r\n${OK}`],
  ['another protocol', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n'],
  ['until the end', 'HTTP/1.1 200 OK\r\n\r\nhello\r\n\r\nworld'],
  [
    'another coding until the end',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked, gzip\r\n\r\nhello',
  ],
  ['HTTP/1.0', 'HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nhi'],
  [
    'HTTP/1.0 kept alive',
    `HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\ncontent-length: 2\r\n\r\nhi${OK}`,
  ],
  ['close', 'HTTP/1.1 200 OK\r\nConnection: foo , Close,keep-alive\r\ncontent-length: 2\r\n\r\nhi'],
  [
    'chunks beside a length',
    'HTTP/1.1 200 OK\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
  ],
  ['the same length twice', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 02\r\n\r\nhi'],
  ['a folded header', 'HTTP/1.1 200 OK\r\nx: a\r\n  b\r\ncontent-length: 0\r\n\r\n'],
  [
    'bytes beyond ASCII',
    'HTTP/1.1 200 Gr\u00fc\u00dfe\r\nx: \u00e9\r\ncontent-length: 2\r\n\r\n\u00ff\u0000',
  ],
  ['a large status', 'HTTP/1.1 999 ?\r\ncontent-length: 0\r\n\r\n'],
  ['surplus', `${OK}surplus`],
  ['wrong: another protocol', 'SSH-2.0-OpenSSH_9.6\r\n'],
  ['wrong: another version', 'HTTP/2.0 200 OK\r\n\r\n'],
  ['wrong: a status of two digits', 'HTTP/1.1 20\r\n\r\n'],
  ['wrong: a status of four digits', 'HTTP/1.1 2000 OK\r\n\r\n'],
  ['wrong: a status below 100', 'HTTP/1.1 099 OK\r\n\r\n'],
  ['wrong: no status', 'HTTP/1.1\r\n\r\n'],
  ['wrong: a header without a name', 'HTTP/1.1 200 OK\r\n: x\r\n\r\n'],
  ['wrong: a header without a colon', 'HTTP/1.1 200 OK\r\nx\r\n\r\n'],
  ['wrong: a blank before the colon', 'HTTP/1.1 200 OK\r\ncontent-length : 5\r\n\r\nhello'],
  ['wrong: a folded length', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\n 2\r\n\r\nhello'],
  ['wrong: a negative length', 'HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n'],
  ['wrong: a list of lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 5, 5\r\n\r\nhello'],
  ['wrong: an empty length', 'HTTP/1.1 200 OK\r\ncontent-length:\r\n\r\nhello'],
  ['wrong: a length beyond 2⁵³', 'HTTP/1.1 200 OK\r\ncontent-length: 9007199254740993\r\n\r\n'],
  ['wrong: two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nhi'],
  ['wrong: no chunk size', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nhello\r\n'],
  [
    'wrong: a negative chunk',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n-5\r\nhello\r\n',
  ],
  [
    'wrong: a chunk beyond 2⁵³',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffff\r\n',
  ],
  [
    'wrong: a chunk longer than its size',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhello\r\n',
  ],
  [
    'wrong: no line end behind a chunk',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhell\rX',
  ],
]

describe('the response parser', () => {
  it.each(EXAMPLES)('says what the oracle says, wherever the text is cut: %s', (_what, text) => {
    const expected = readSlowly(text, false)
    expect(read([text])).toEqual(expected)
    expect(read(inBytes(text))).toEqual(expected)
    for (let place = 1; place < text.length; place++)
      expect(read([text.slice(0, place), text.slice(place)]), `cut at ${place}`).toEqual(expected)
  })

  it.each(EXAMPLES)(
    'says what the oracle says when the connection ends anywhere: %s',
    (_what, text) => {
      for (let length = 0; length < text.length; length++) {
        const part = text.slice(0, length)
        const expected = readSlowly(part, false)
        expect(read([part]), `ended after ${length}`).toEqual(expected)
        expect(read(inBytes(part)), `in bytes, ended after ${length}`).toEqual(expected)
      }
    },
  )

  it('reads examples as they are meant', () => {
    expect(read([OK])).toEqual({
      responses: [
        {
          status: 200,
          headers: ['content-length: 5'],
          body: 'hello',
          keepAlive: true,
          bytes: OK.length,
        },
      ],
      end: 'between',
    })
    const chunked =
      EXAMPLES.find(([what]) => what === 'chunks with extensions and trailers')?.[1] ?? ''
    expect(read([chunked]).responses.map(({ body }) => body)).toEqual(['0123456789', 'hello'])
    const wrong = EXAMPLES.filter(([what]) => what.startsWith('wrong'))
    for (const [what, text] of wrong)
      expect(['between', 'complete', 'truncated'], what).not.toContain(read([text]).end)
    const right = EXAMPLES.filter(([what]) => !what.startsWith('wrong') && what !== 'surplus')
    for (const [what, text] of right)
      expect(['between', 'complete'], what).toContain(read([text]).end)
  })

  it('waits for no body where the request was HEAD', () => {
    const head = 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n'
    const chunked = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n'
    for (const pieces of [[head + chunked], inBytes(head + chunked)]) {
      const { responses, end } = read(pieces, true)
      expect(responses.map(({ body }) => body)).toEqual(['', ''])
      expect(end).toBe('between')
    }
  })

  it('stops at a head, trailers, or a size line that never end', () => {
    const line = `x: ${'y'.repeat(997)}\r\n`
    const begins = [
      'HTTP/1.1 200 OK\r\n',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5;',
    ]
    for (const begin of begins) {
      const few = begin + line.repeat(60)
      const many = begin + line.repeat(70)
      if (!begin.endsWith(';')) expect(read([few]).end).toBe('truncated')
      expect(read([many.replaceAll('\r\n', begin.endsWith(';') ? '..' : '\r\n')]).end).not.toBe(
        'truncated',
      )
      expect(read(cutAt(many, [500, 5_000, 50_000])).end).not.toBe('truncated')
    }
    expect(read([begins[0] + 'x'.repeat(HEAD_LIMIT_BYTES)]).end).toBe('a head of more than 64 KiB')
  })

  it('does not count chunks towards the limit of a head', () => {
    const text = `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${`1;${'e'.repeat(998)}\r\nx\r\n`.repeat(200)}0\r\n\r\n`
    expect(read([text]).responses[0]?.body).toBe('x'.repeat(200))
  })

  it('says what lies behind a response', () => {
    const rests: Rest[] = []
    const parser = new ResponseParser(
      {
        onHeader: () => undefined,
        onBody: () => undefined,
        onResponse: (rest) => rests.push(rest) > 0,
      },
      { bodiless: false, wantsHeaders: false, wantsBody: false },
    )
    for (const text of [`${OK}\r\n`, OK + OK, `${OK}x`]) {
      const bytes = Buffer.from(text)
      parser.read(bytes, bytes.length)
      parser.reset()
    }
    expect(rests).toEqual(['nothing', 'response', 'nothing', 'surplus'])
  })

  it('touches nothing more when it is told to stop, and starts anew after a reset', () => {
    let told = 0
    const parser: ResponseParser = new ResponseParser(
      {
        onHeader: () => undefined,
        onBody: () => undefined,
        onResponse: () => {
          told += 1
          parser.reset()
          return false
        },
      },
      { bodiless: false, wantsHeaders: false, wantsBody: false },
    )
    const bytes = Buffer.from(`${OK}rubbish`)
    expect(parser.read(bytes, bytes.length)).toBe('')
    expect(parser.end()).toBe('between')
    expect(parser.read(bytes, OK.length)).toBe('')
    expect(told).toBe(2)
  })

  it('agrees with the oracle on random responses, damaged and cut at random', () => {
    const property = fc.property(
      fc.array(responseText, { minLength: 1, maxLength: 3 }),
      fc.array(damage, { maxLength: 2 }),
      fc.array(fc.nat(), { maxLength: 8 }),
      fc.boolean(),
      (texts, damages, places, bodiless) => {
        const text = damages.reduce((whole, hurt) => hurt(whole), texts.join(''))
        expect(read(cutAt(text, places), bodiless)).toEqual(readSlowly(text, bodiless))
      },
    )
    fc.assert(property, { numRuns: 3000, seed: 20_261_122 })
  })
})

const header = fc.constantFrom(
  'content-length: 0',
  'Content-Length: 5',
  'content-length:12 ',
  'Transfer-Encoding: chunked',
  'transfer-encoding: gzip',
  'transfer-encoding: gzip ,\tchunked,',
  'connection: close',
  'Connection:\tkeep-alive',
  'connection: x, close',
  'date: Sun, 22 Nov 2026 09:00:00 GMT',
  'x: ',
  ' folded',
  'content-lengthy: 3',
)

const body = fc.constantFrom(
  '',
  'hello',
  'hello world!',
  '5\r\nhello\r\n0\r\n\r\n',
  'c;x=y\r\nhello world!\r\n0\r\nt: u\r\n\r\n',
  '1\nx\n0\n\n',
)

const responseText = fc
  .record({
    minor: fc.constantFrom(0, 1, 1, 1),
    status: fc.constantFrom(100, 101, 103, 200, 200, 204, 304, 404, 503),
    headers: fc.array(header, { maxLength: 4 }),
    end: fc.constantFrom('\r\n', '\r\n', '\n'),
    body,
  })
  .map(({ minor, status, headers, end, body: text }) =>
    [`HTTP/1.${minor} ${status} Reason`, ...headers, '', text].join(end),
  )

const fragment = fc.constantFrom(
  '',
  '\r',
  '\n',
  '\r\n',
  ':',
  ' ',
  '\t',
  ',',
  ';',
  '0',
  '9',
  'f',
  'H',
  '\0',
  '\u00ff',
)

/** A stretch of the text is replaced by something short. */
const damage = fc
  .record({ at: fc.nat(), length: fc.nat(4), by: fragment })
  .map(({ at, length, by }) => (text: string): string => {
    const from = at % (text.length + 1)
    return text.slice(0, from) + by + text.slice(from + length)
  })
