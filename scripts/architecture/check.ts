import { join, posix } from 'node:path'
import { cyclesOf, type Graph } from './cycles.ts'
import { type Import, listing, type Module } from './modules.ts'
import {
  AMBIENT_WHY,
  type Area,
  ambientNames,
  type PackagePlace,
  RANDOM_WHY,
  type Room,
} from './rooms.ts'

/** Holds modules against the rules. Returns every violation at once, one line each; none = the house stands. */

/** What the rules are, and what is built. */
export interface House {
  readonly rooms: readonly Room[]
  readonly areas: readonly Area[]
  readonly packagePlaces: readonly PackagePlace[]
  readonly modules: readonly Module[]
  /** Folders found in `src`. */
  readonly folders: readonly string[]
  /** The package's own name → the module behind each of its public names. */
  readonly publicNames: ReadonlyMap<string, string>
}

/** Folders of a checkout's `src`. */
export function roomFolders(root: string): readonly string[] {
  const entries = listing(join(root, 'src')).filter((entry) => entry.isDirectory())
  return entries.map((entry) => `src/${entry.name}`)
}

/** The public names that a package.json declares, with the sources behind them. */
export function publicNamesOf(manifest: {
  readonly name: string
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>
}): ReadonlyMap<string, string> {
  const names = Object.entries(manifest.exports).flatMap(([subpath, target]) => {
    const source = typeof target === 'string' ? undefined : target['plimsoll-source']
    return source === undefined
      ? []
      : [[posix.join(manifest.name, subpath), posix.normalize(source)] as const]
  })
  return new Map(names)
}

/** Every violation. */
export function checkHouse(house: House): readonly string[] {
  const inSource = house.modules.filter((module) => module.path.startsWith('src/'))
  if (inSource.length === 0) return ['no module of src was seen: nothing was checked']
  return [
    ...checkFolders(house, inSource),
    ...house.modules.flatMap((module) => checkModule(house, module)),
    ...checkCycles(house, inSource),
  ]
}

function checkFolders({ rooms, folders }: House, inSource: readonly Module[]): readonly string[] {
  const unknown = folders
    .filter((folder) => !rooms.some((room) => room.folder === folder))
    .map((folder) => `${folder}: a room that the table of rooms does not know`)
  const empty = rooms
    .filter((room) => !inSource.some((module) => roomOf(rooms, module.path) === room))
    .map((room) => `${room.folder}: the room ${room.name} holds no module`)
  return [...unknown, ...empty]
}

function checkModule(house: House, module: Module): readonly string[] {
  const room = roomOf(house.rooms, module.path)
  const disabled = module.disables
    .filter(({ name }) => !(isOf(module.path, 'test') && name.startsWith(EXPECTED_ERROR)))
    .map(({ name, line }) => `${module.path}:${line}: a check is switched off (${name})`)
  if (room === undefined) return [...disabled, ...checkOutside(house, module)]
  return [
    ...disabled,
    ...module.imports.flatMap((imported) => checkImport(house, { room, module, imported })),
    ...checkMentions(room, module),
  ]
}

/** In a test this is an assertion on types: it fails when there is no error. */
const EXPECTED_ERROR = '@ts-expect-error'

/** An import in its place. */
interface Place {
  readonly room: Room
  readonly module: Module
  readonly imported: Import
}

function checkImport(house: House, place: Place): readonly string[] {
  const { room, module, imported } = place
  const { specifier } = imported
  const say = (text: string): readonly string[] => [`${module.path}:${imported.line}: ${text}`]
  if (specifier === undefined) {
    return room.pure ? say(`a computed import can't be checked: ${room.why}`) : []
  }
  if (house.publicNames.has(specifier)) {
    return say(`imports ${specifier}, its own public name: import the file`)
  }
  if (!specifier.startsWith('.')) return checkPackage(house, { ...place, specifier })
  const target = targetOf(house.modules, module.path, imported)
  if (target === undefined) {
    return imported.kind === 'url' ? [] : say(`imports ${specifier}, which is no module here`)
  }
  const other = roomOf(house.rooms, target)
  if (other === undefined) return say(`imports ${target}, which is not part of the package`)
  if (other === room || room.mayImport.includes(other.name)) return []
  return say(`${room.name} must not import ${other.name} (${target}): ${room.why}`)
}

function checkPackage(
  house: House,
  { room, module, imported, specifier }: Place & { readonly specifier: string },
): readonly string[] {
  const say = (text: string): readonly string[] => [`${module.path}:${imported.line}: ${text}`]
  const known = house.packagePlaces.find(({ packages }) =>
    packages.some((name) => isOf(specifier, name)),
  )
  const isNode = specifier.startsWith('node:')
  if (isNode && room.pure) {
    return say(`${room.name} is pure and must not import ${specifier}: ${room.why}`)
  }
  if (known === undefined) {
    return isNode ? [] : say(`imports ${specifier}, which has no place in the table of packages`)
  }
  if (known.places.some((place) => isOf(module.path, place))) return []
  return say(`${specifier} belongs in ${known.places.join(', ') || 'no room'}: ${known.why}`)
}

function checkMentions(room: Room, module: Module): readonly string[] {
  if (room.edges?.includes(module.path) === true) return []
  const said = module.mentions.flatMap(({ name, line }) => {
    const place = `${module.path}:${line}`
    if (name === 'Math.random') return [`${place}: ${name}: ${RANDOM_WHY}`]
    if (!room.pure) return []
    const reached = AMBIENT_TIME.includes(name) ? name : ambientNames.find(isRootOf(name))
    return reached === undefined ? [] : [`${place}: ${reached}: ${AMBIENT_WHY}`]
  })
  return [...new Set(said)]
}

/** `new Date(text)` only reads a text; these read the clock. */
const AMBIENT_TIME = ['Date.now', 'Date()', 'new Date()']

const isRootOf =
  (mention: string) =>
  (name: string): boolean =>
    mention.replace(/^new /, '').split(/[.(]/, 1)[0] === name

function checkOutside(house: House, module: Module): readonly string[] {
  const area = house.areas.find(({ folder }) => isOf(module.path, folder))
  if (area === undefined || area.reach === 'all') return []
  return module.imports.flatMap((imported) => {
    const target = targetOf(house.modules, module.path, imported)
    if (target === undefined || !reachesTooFar(house, area, { from: module.path, to: target })) {
      return []
    }
    return [`${module.path}:${imported.line}: must not import ${target}: ${area.why}`]
  })
}

function reachesTooFar(
  house: House,
  area: Area,
  { from, to }: { readonly from: string; readonly to: string },
): boolean {
  if (area.reach === 'inside') return roomOf(house.rooms, to)?.name === 'cli'
  if (area.parts?.some((part) => isOf(to, part)) === true) return false
  // Each example is a project of its own.
  const own = area.reach === 'parts' ? area.folder : from.split('/').slice(0, 2).join('/')
  return !isOf(to, own)
}

function checkCycles(house: House, inSource: readonly Module[]): readonly string[] {
  const files: Graph = new Map(
    inSource.map((module) => [
      module.path,
      module.imports.flatMap((imported) => targetOf(house.modules, module.path, imported) ?? []),
    ]),
  )
  const byRoom = new Map<string, string[]>()
  for (const [from, targets] of files) {
    const name = roomOf(house.rooms, from)?.name ?? from
    const others = targets.map((to) => roomOf(house.rooms, to)?.name ?? to)
    byRoom.set(name, [...(byRoom.get(name) ?? []), ...others.filter((other) => other !== name)])
  }
  return [
    ...cyclesOf(files).map((cycle) => `files import one another: ${cycle.join(' → ')}`),
    ...cyclesOf(byRoom).map((cycle) => `rooms import one another: ${cycle.join(' → ')}`),
  ]
}

/** The module that a relative import means; built files stand for their sources. */
function targetOf(
  modules: readonly Module[],
  from: string,
  { specifier }: Import,
): string | undefined {
  if (specifier?.startsWith('.') !== true) return undefined
  const path = posix.join(posix.dirname(from), specifier)
  const asSource = path.replace(/\.([cm]?)js$/, '.$1ts')
  return modules.find((module) => module.path === path || module.path === asSource)?.path
}

/** The room a path belongs to: that of its folder of `src`, or the faces. */
function roomOf(rooms: readonly Room[], path: string): Room | undefined {
  const folder = path.split('/').length === 2 ? 'src' : path.split('/').slice(0, 2).join('/')
  return path.startsWith('src/') ? rooms.find((room) => room.folder === folder) : undefined
}

/** Whether a path or specifier is `whole`, or below it. */
function isOf(part: string, whole: string): boolean {
  return part === whole || part.startsWith(`${whole}/`)
}
