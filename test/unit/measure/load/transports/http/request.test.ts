import { describe, expect, it } from 'vitest'
import { readAddress } from '../../../../../../src/measure/load/transports/http/address.ts'
import type { HttpPlan } from '../../../../../../src/model/exchanges/http.ts'
import { RequestMaker } from '../../../../../../src/measure/load/transports/http/request.ts'

function maker(plan: HttpPlan): RequestMaker {
  const address = readAddress(plan.url)
  if (address === undefined) throw new Error(`no address: ${plan.url}`)
  return new RequestMaker(plan, address)
}

const sent = (plan: HttpPlan, input?: unknown): string =>
  maker(plan).bytesFor(input).toString('latin1')

describe('an address', () => {
  it.each([
    ['http://example.org', 'example.org', 80, 'example.org', '/'],
    ['https://example.org/a?b#c', 'example.org', 443, 'example.org', '/a?b'],
    ['http://EXAMPLE.org:8080/ä', 'example.org', 8080, 'example.org:8080', '/%C3%A4'],
    ['http://[::1]:3000/', '::1', 3000, '[::1]:3000', '/'],
    ['https://u:p@127.0.0.1', '127.0.0.1', 443, '127.0.0.1', '/'],
  ])('is read from %s', (url, ...expected) => {
    const { host, port, authority, path } = readAddress(url) ?? {}
    expect([host, port, authority, path]).toEqual(expected)
  })

  it.each(['', 'example.org', '/a', 'ws://example.org', 'http://', 'http://a:99999'])(
    'is not seen in %j',
    (text) => {
      expect(readAddress(text)).toBeUndefined()
    },
  )
})

describe('a request', () => {
  it('is made once where nothing varies', () => {
    const requests = maker({ url: 'http://a/b' })
    expect(requests.bytesFor(undefined)).toBe(requests.fixedBytes)
    expect(requests.bytesFor({ user: 'for someone else' })).toBe(requests.fixedBytes)
    expect(requests.fixedBytes.toString()).toBe(
      'GET /b HTTP/1.1\r\nhost: a\r\nuser-agent: plimsoll\r\nconnection: keep-alive\r\n\r\n',
    )
  })

  it('varies in what its input gives, byte for byte', () => {
    const plan = {
      url: 'http://a/b',
      method: 'post',
      headers: { x: '1', Y: ['2', '3'] },
      body: 'old',
    }
    expect(sent(plan, { path: '/c', body: 'ä' })).toBe(
      'POST /c HTTP/1.1\r\nhost: a\r\nuser-agent: plimsoll\r\nconnection: keep-alive\r\nx: 1\r\nY: 2\r\nY: 3\r\ncontent-length: 2\r\n\r\n\u00c3\u00a4',
    )
    expect(sent(plan, { headers: { y: '4', z: 'é' } })).toBe(
      'POST /b HTTP/1.1\r\nhost: a\r\nuser-agent: plimsoll\r\nconnection: keep-alive\r\nx: 1\r\ny: 4\r\nz: é\r\ncontent-length: 3\r\n\r\nold',
    )
  })

  it('says that it has no body where one is expected', () => {
    for (const method of ['POST', 'PUT', 'PATCH'])
      expect(sent({ url: 'http://a', method })).toContain('content-length: 0\r\n')
    for (const method of ['GET', 'DELETE', 'HEAD', 'OPTIONS'])
      expect(sent({ url: 'http://a', method })).not.toContain('content-length')
    expect(sent({ url: 'http://a', body: '' })).toContain('content-length: 0\r\n')
  })

  it.each([
    [{ path: '/a\nb' }, 'must be percent-encoded'],
    [{ path: '//a/ä' }, 'must be percent-encoded'],
    [{ path: '' }, 'does not start with /'],
    [{ headers: { 'a:': 'b' } }, '"a:" is no header\'s name'],
    [{ headers: { a: 'b\r\nc: d' } }, 'the header a holds what no header may hold'],
    [{ headers: { a: '€' } }, 'the header a holds what no header may hold'],
    [{ headers: { 'Transfer-Encoding': 'chunked' } }, 'Transfer-Encoding follows from the body'],
    [{ body: 1 }, 'the body must be text or bytes'],
    [{ path: 7 }, 'the path must be text'],
    [{ headers: { a: 7 } }, 'the header a must be text'],
  ])('is not made from %j', (input, message) => {
    expect(() => sent({ url: 'http://a' }, input)).toThrow(message)
  })

  it('is not made from what fromInput gives, if that is nothing', () => {
    const plan = { url: 'http://a', fromInput: () => ({}) }
    expect(() => sent(plan, 1)).toThrow('fromInput gave neither path, headers nor body')
  })
})
