import { isIP, isIPv4 } from 'node:net'

/** 127.0.0.0/8 within IPv6, as URLs write it: `::ffff:7f00:1`. */
const MAPPED = /^::ffff:7f[\da-f]{2}:[\da-f]{1,4}$/

/** Whether a host is this machine itself, as far as its name says: nothing is looked up. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1').toLowerCase()
  if (bare === 'localhost' || bare.endsWith('.localhost')) return true
  if (isIP(bare) === 0) return false
  return isIPv4(bare) ? bare.startsWith('127.') : bare === '::1' || MAPPED.test(bare)
}
