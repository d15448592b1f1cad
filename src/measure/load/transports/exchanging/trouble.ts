import { messageOf } from '../../../../kernel/errors.ts'

/** What went wrong with a connection, by stable code. */
export interface Trouble {
  readonly code: string
  /** One line; may hold secrets. */
  readonly example: string
}

/** How far a connection had come: its address was sought and called, TLS was agreed on, or it was open. */
export type Stage = 'calling' | 'securing' | 'open'

/**
 * Codes of the system and of drivers that have one meaning for whoever reads the errors of a run, whatever the protocol.
 * `docs/load.md` lists what they are translated to.
 */
const MEANINGS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'CONNECT_REFUSED',
  ENOTFOUND: 'DNS_FAILED',
  EAI_AGAIN: 'DNS_FAILED',
  ENODATA: 'DNS_FAILED',
  EAI_FAIL: 'DNS_FAILED',
  EAI_NODATA: 'DNS_FAILED',
  EAI_NONAME: 'DNS_FAILED',
  ETIMEDOUT: 'CONNECT_TIMEOUT',
  ECONNRESET: 'RESET',
  ECONNABORTED: 'RESET',
  EPIPE: 'RESET',
  ERR_STREAM_DESTROYED: 'CLOSED',
  ERR_SOCKET_DGRAM_NOT_RUNNING: 'CLOSED',
  EHOSTUNREACH: 'UNREACHABLE',
  EHOSTDOWN: 'UNREACHABLE',
  ENETDOWN: 'UNREACHABLE',
  ENETUNREACH: 'UNREACHABLE',
  EADDRNOTAVAIL: 'NO_LOCAL_PORT',
  EMFILE: 'TOO_MANY_FILES',
  ENFILE: 'TOO_MANY_FILES',
  ERR_HTTP2_STREAM_ERROR: 'RESET',
  ERR_HTTP2_STREAM_CANCEL: 'RESET',
  ERR_HTTP2_ERROR: 'MALFORMED_RESPONSE',
  ERR_HTTP2_SESSION_ERROR: 'MALFORMED_RESPONSE',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'WRONG_CONTENT_LENGTH',
}

/**
 * OpenSSL's own codes, and what Node calls a certificate that it does not trust: also where a connection that was open
 * turns out not to be (a client certificate was wanted, say), and where nobody tells how far it had come.
 */
const TLS_CODE =
  /^(?:ERR_SSL|ERR_TLS|EPROTO|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|INVALID_CA$|HOSTNAME_MISMATCH$)/

/** Parsers' codes: of Node's HTTP, and of the package ws. */
const PARSER_CODE = /^(?:HPE_|WS_ERR_)/

/** Node says that a connection ended within the handshake of TLS as a reset, and only in words that it was TLS. */
const ENDED_IN_TLS = 'before secure TLS connection was established'

/** What an error of a socket means. */
export function socketTrouble(thrown: unknown, stage: Stage): Trouble {
  const { code, example } = firstCause(thrown)
  if (stage === 'securing' || TLS_CODE.test(code) || example.includes(ENDED_IN_TLS))
    return { code: 'TLS_FAILED', example: tlsReason(example, code) }
  if (PARSER_CODE.test(code)) return { code: 'MALFORMED_RESPONSE', example }
  return { code: MEANINGS[code] ?? (code === '' ? 'SOCKET_FAILED' : code), example }
}

/** OpenSSL's own line: `40CD62C2C87F0000:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:…:355:`. */
const OPENSSL_LINE = /(?:\b[\dA-F]+:)?error:[\dA-F]+:[^:]*:[^:]*:(?<reason>[^:]+):.*$/s

/** Without Node's advice, which is about another program than plimsoll, and without where OpenSSL noticed. */
function tlsReason(message: string, code: string): string {
  const reason = message
    .replace(/; if the root CA is installed locally.*$/, '')
    .replace(OPENSSL_LINE, '$<reason>')
  return code === '' || reason.includes(code) ? reason : `${reason} (${code})`
}

/** A name with several addresses fails with one error for each, and no message of its own. */
function firstCause(thrown: unknown): Trouble {
  const errors: unknown[] = thrown instanceof AggregateError ? thrown.errors : [thrown]
  const code: unknown = Reflect.get(Object(errors[0] ?? thrown), 'code')
  return { code: typeof code === 'string' ? code : '', example: errors.map(messageOf).join('; ') }
}
