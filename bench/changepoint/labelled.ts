import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { makeHistories } from './histories.ts'

/** A history with the places at which it changes, as one or several people see them. */
export interface Labelled {
  readonly name: string
  readonly values: readonly number[]
  readonly labels: readonly (readonly number[])[]
  readonly optional: readonly number[]
}

/** The sets that are kept in files; with their names where the whole data lies beside the checkout. */
const FILES = {
  'sap-hana': 'sap_hana',
  semi: 'semi',
  tcpd: 'tcpd',
  tigerbeetle: 'otava_tigerbeetle',
} as const

/** A set that is kept in a file. */
export type SetName = keyof typeof FILES

const COPIES = new URL('../../test/fixtures/changepoint/', import.meta.url)
const WHOLE = new URL('../../../shared/changepoint/', import.meta.url)

/** The copy that is kept with the project. */
export function readCopy(name: SetName): Labelled[] {
  return parse(new URL(`${name}.json`, COPIES))
}

/** The whole set where it is there, else `undefined`. */
export function readWhole(name: SetName | 'synthetic'): Labelled[] | undefined {
  const url = new URL(`${name === 'synthetic' ? name : FILES[name]}.json`, WHOLE)
  return existsSync(fileURLToPath(url)) ? parse(url) : undefined
}

/** Made histories, with known changes. */
export function made(seed: number, count: number): Labelled[] {
  return makeHistories(seed, count).map(({ name, values, changes }) => ({
    name,
    values,
    labels: [changes],
    optional: [],
  }))
}

interface Stored {
  readonly name: string
  readonly values: readonly number[]
  readonly annotations: Readonly<Record<string, readonly number[]>>
  readonly optional?: readonly number[]
}

function parse(url: URL): Labelled[] {
  const stored = JSON.parse(readFileSync(url, 'utf8')) as readonly Stored[]
  return stored.map(({ name, values, annotations, optional = [] }) => ({
    name,
    values,
    labels: Object.values(annotations),
    optional,
  }))
}
