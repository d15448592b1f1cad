import { describe, expect, it } from 'vitest'
import { socketTrouble } from '../../../../../../src/measure/load/transports/exchanging/trouble.ts'

const error = (code: string, message = code): Error => Object.assign(new Error(message), { code })

describe('what a socket says', () => {
  it.each([
    ['ECONNREFUSED', 'calling', 'CONNECT_REFUSED'],
    ['ENOTFOUND', 'calling', 'DNS_FAILED'],
    ['EAI_AGAIN', 'calling', 'DNS_FAILED'],
    ['ETIMEDOUT', 'calling', 'CONNECT_TIMEOUT'],
    ['EMFILE', 'calling', 'TOO_MANY_FILES'],
    ['EADDRNOTAVAIL', 'calling', 'NO_LOCAL_PORT'],
    ['ECONNRESET', 'open', 'RESET'],
    ['EPIPE', 'open', 'RESET'],
    ['ECONNRESET', 'securing', 'TLS_FAILED'],
    ['CERT_HAS_EXPIRED', 'securing', 'TLS_FAILED'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'open', 'TLS_FAILED'],
    ['EWHATEVER', 'open', 'EWHATEVER'],
    ['', 'open', 'SOCKET_FAILED'],
  ] as const)('%s while %s means %s', (code, stage, meaning) => {
    expect(socketTrouble(error(code), stage).code).toBe(meaning)
  })

  it('of several addresses is told in one line', () => {
    const all = new AggregateError([
      error('ECONNREFUSED', 'connect ::1'),
      error('ECONNREFUSED', 'connect 127.0.0.1'),
    ])
    expect(socketTrouble(all, 'calling')).toEqual({
      code: 'CONNECT_REFUSED',
      example: 'connect ::1; connect 127.0.0.1',
    })
  })

  it('of OpenSSL is its reason, and not where it noticed', () => {
    const line =
      '40CD6C30277F0000:error:0A00010B:SSL routines:tls_validate_record_header:wrong version number:../deps/tlsany_meth.c:77:\n'
    const { code, example } = socketTrouble(error('ERR_SSL_WRONG_VERSION_NUMBER', line), 'securing')
    expect(code).toBe('TLS_FAILED')
    expect(example).toBe('wrong version number (ERR_SSL_WRONG_VERSION_NUMBER)')
    const refused = error(
      'EPROTO',
      'write EPROTO 0:error:1:SSL routines:f:no protocol:a.c:1:SSL alert number 120',
    )
    expect(socketTrouble(refused, 'open').example).toBe('write EPROTO no protocol')
  })
})
