import { generateKeyPairSync, sign } from 'node:crypto'

/** A certificate that signs itself, made anew: so that no test holds a key, or ends on the day that one expires. */
export interface Certificate {
  /** PEM. */
  readonly cert: string
  readonly key: string
}

const DAY_MS = 86_400_000

/** Valid from yesterday until tomorrow, for these names and IPv4 addresses. */
export function selfSigned(names: readonly string[]): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const issuer = sequence(set(sequence(COMMON_NAME, utf8('plimsoll test'))))
  const body = sequence(
    tagged(0xa0, integer(2)),
    integer(Date.now()),
    ECDSA_WITH_SHA256,
    issuer,
    sequence(time(-DAY_MS), time(DAY_MS)),
    issuer,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(alternativeNames(names), AUTHORITY)),
  )
  const signature = sign('sha256', body, privateKey)
  const der = sequence(body, ECDSA_WITH_SHA256, tagged(0x03, Buffer.from([0]), signature))
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return {
    cert: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

// DER (ITU-T X.690), as much of it as a certificate (RFC 5280) needs.

function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const size = length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, ...parts)
const set = (...parts: readonly Buffer[]): Buffer => tagged(0x31, ...parts)
const utf8 = (text: string): Buffer => tagged(0x0c, Buffer.from(text))
const oid = (...bytes: readonly number[]): Buffer => tagged(0x06, Buffer.from(bytes))

function integer(value: number): Buffer {
  const digits = value.toString(16)
  const bytes = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex')
  // A first bit of 1 would make it negative.
  const sign = (bytes[0] ?? 0) < 0x80 ? [] : [0]
  return tagged(0x02, Buffer.from(sign), bytes)
}

/** UTCTime, from now. */
function time(fromNowMs: number): Buffer {
  const text = new Date(Date.now() + fromNowMs).toISOString().replace(/[-:T]|\.\d+/g, '')
  return tagged(0x17, Buffer.from(text.slice(2)))
}

function alternativeNames(names: readonly string[]): Buffer {
  const parts = names.map((name) =>
    /^[\d.]+$/.test(name)
      ? tagged(0x87, Buffer.from(name.split('.').map(Number)))
      : tagged(0x82, Buffer.from(name)),
  )
  return sequence(oid(0x55, 0x1d, 0x11), tagged(0x04, sequence(...parts)))
}

/** 2.5.4.3 */
const COMMON_NAME = oid(0x55, 0x04, 0x03)
/** 1.2.840.10045.4.3.2 */
const ECDSA_WITH_SHA256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02))
/** 2.5.29.19, cA: it may be trusted as its own authority. */
const AUTHORITY = sequence(
  oid(0x55, 0x1d, 0x13),
  tagged(0x04, sequence(tagged(0x01, Buffer.from([0xff])))),
)
