import { hostname } from 'node:os'
import { describe, expect, test } from 'vitest'
import { inUrl, isLoopback, OwnNames, type Place } from '../../../../src/serve/guard/addresses.ts'

function namesAt(place: Partial<Place>): OwnNames {
  const names = new OwnNames()
  names.listensAt({
    ...{ host: '127.0.0.1', address: '127.0.0.1', port: 1876, publicUrl: undefined },
    ...place,
  })
  return names
}

describe('a server', () => {
  test('is known by nothing before it listens', () => {
    expect(new OwnNames().isHost('127.0.0.1:1876')).toBe(false)
  })

  test.each([
    [{}, ['127.0.0.1:1876', 'localhost:1876', 'LOCALHOST:1876', '[::1]:1876']],
    [{ port: 80 }, ['127.0.0.1', '127.0.0.1:80', 'localhost']],
    [{ host: 'box', address: '192.0.2.7' }, ['box:1876', '192.0.2.7:1876']],
    [{ host: '0.0.0.0', address: '0.0.0.0' }, ['127.0.0.1:1876', `${hostname()}:1876`]],
    [{ host: 'fe80::1%eth0', address: 'fe80::1%eth0' }, ['[fe80::1]:1876']],
    [{ publicUrl: new URL('https://perf.example/a/') }, ['perf.example', 'perf.example:443']],
    [{ publicUrl: new URL('http://perf.example:8080/') }, ['perf.example:8080']],
  ])('at %o is known by %j', (place, hosts) => {
    const names = namesAt(place)
    expect(hosts.filter((host) => !names.isHost(host))).toEqual([])
  })

  test.each([
    [{}, ['', '127.0.0.1', '127.0.0.1:1877', 'localhost', 'localhost.:1876', 'evil.example:1876']],
    [{ host: 'box', address: '192.0.2.7' }, ['localhost:1876', '127.0.0.1:1876', 'box']],
    [{ host: '0.0.0.0', address: '0.0.0.0' }, ['0.0.0.0:1', 'evil.example:1876']],
    [{ publicUrl: new URL('https://perf.example/') }, ['perf.example:80', 'x.perf.example']],
  ])('at %o is not known by %j', (place, hosts) => {
    const names = namesAt(place)
    expect(hosts.filter((host) => names.isHost(host))).toEqual([])
  })

  test('has pages of its own scheme and port only', () => {
    const names = namesAt({ publicUrl: new URL('https://perf.example/a/') })
    expect(names.isOrigin('https://perf.example')).toBe(true)
    expect(names.isOrigin('http://perf.example')).toBe(false)
    expect(names.isOrigin('http://127.0.0.1:1876')).toBe(true)
    expect(names.isOrigin('http://127.0.0.1:1876/')).toBe(false)
  })
})

test('what no other machine reaches', () => {
  const addresses = ['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1']
  expect(addresses.filter((address) => !isLoopback(address))).toEqual([])
  const others = ['localhost', '128.0.0.1', '::', '0.0.0.0', '127.0.0.1.evil.example', '1127.0.0.1']
  expect(others.filter((address) => isLoopback(address))).toEqual([])
  expect(['::1', '10.0.0.1', 'box'].map(inUrl)).toEqual(['[::1]', '10.0.0.1', 'box'])
})
