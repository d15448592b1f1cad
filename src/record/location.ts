import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { usageError } from '../kernel/errors.ts'
import { redact } from '../kernel/redact.ts'

/** Where a store is: what users write, understood. */
export interface StoreLocation {
  readonly kind: 'sqlite'
  /** Absolute, or `:memory:`. */
  readonly path: string
}

const SUPPORTED = 'sqlite:PATH, a plain path, or sqlite::memory:'
/** At least two letters: `C:\runs.db` is a path. */
const SCHEME = /^([a-z][a-z0-9+.-]+):/i

/**
 * Understands `sqlite:PATH`, a plain path (relative to `cwd`), and `sqlite::memory:`.
 *
 * @throws PlimsollError STORE_URL
 */
export function storeLocation(url: string, cwd: string): StoreLocation {
  const scheme = SCHEME.exec(url)?.[1]?.toLowerCase()
  if (scheme === 'postgres' || scheme === 'postgresql') {
    throw badUrl(`${redact(url)}: PostgreSQL stores are not available in this version of plimsoll`)
  }
  if (scheme !== undefined && scheme !== 'sqlite') {
    throw badUrl(`${redact(url)}: plimsoll knows no "${scheme}" stores`)
  }
  const path = scheme === undefined ? url : url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '')
  if (path === ':memory:') return { kind: 'sqlite', path }
  if (path === '' || path.includes('\0')) throw badUrl(`${JSON.stringify(url)} names no file`)
  return { kind: 'sqlite', path: resolve(cwd, path) }
}

/** Whether the file of a store is there. @throws PlimsollError STORE_URL */
export function storeExists(url: string, cwd: string): boolean {
  const { path } = storeLocation(url, cwd)
  return path !== ':memory:' && existsSync(path)
}

/** Tells the file of a store from one that took its place; `undefined` = there is none. @throws PlimsollError STORE_URL */
export function storeIdentity(url: string, cwd: string): string | undefined {
  const { path } = storeLocation(url, cwd)
  const stats = path === ':memory:' ? undefined : statSync(path, NO_THROW)
  return stats === undefined ? undefined : `${stats.dev}:${stats.ino}`
}

const NO_THROW = { throwIfNoEntry: false, bigint: true } as const

const badUrl = (message: string): Error =>
  usageError('STORE_URL', message.replace(/\p{Cc}/gu, '?'), `Use ${SUPPORTED}.`)
