import { isIP, isIPv4 } from 'node:net'

/** Whether a host is this machine itself, as far as its name says: nothing is looked up. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1').toLowerCase()
  if (bare === 'localhost' || bare.endsWith('.localhost')) return true
  if (isIP(bare) === 0) return false
  return isIPv4(bare) ? bare.startsWith('127.') : bare === '::1' || bare.startsWith('::ffff:7f')
}
