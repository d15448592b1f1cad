import {
  AMBIENT_WHY,
  type Area,
  ambientNames,
  type PackagePlace,
  RANDOM_WHY,
  type Room,
} from './rooms.ts'

/**
 * The linter's share of the import rules: what can be said of one import by its text alone, at the place where it is
 * written. The architecture test sees the rest (dynamic imports, workers, faces, cycles).
 */

/** A ban on imports by the text of their specifier. */
interface ImportBan {
  readonly regex: string
  readonly message: string
}

/** A part of `.oxlintrc.json`'s `overrides`. */
interface LintOverride {
  readonly files: readonly string[]
  readonly excludeFiles?: readonly string[]
  readonly rules: Readonly<Record<string, readonly unknown[]>>
}

/** The tables of `rooms.ts`. */
export interface Tables {
  readonly rooms: readonly Room[]
  readonly areas: readonly Area[]
  readonly packagePlaces: readonly PackagePlace[]
}

/** The text of `.oxlintrc.rooms.json`. */
export function lintRooms(tables: Tables): string {
  return `${JSON.stringify({ overrides: lintOverrides(tables) }, undefined, 2)}\n`
}

/** A later override replaces an earlier one, so each is whole. */
function lintOverrides(tables: Tables): readonly LintOverride[] {
  const { rooms, areas } = tables
  return [
    { files: ['src/**'], rules: propertyRule([RANDOM]) },
    ...rooms.map((room) => roomOverride(tables, room, room.folder)),
    ...driverFolders(tables).map(({ room, place }) => roomOverride(tables, room, place)),
    ...rooms.filter(({ pure }) => pure).map(pureOverride),
    ...areas.filter(({ reach }) => reach !== 'all').map((area) => areaOverride(rooms, area)),
  ]
}

/** Folders inside a room that may import what the rest of it may not: `src/record/sqlite`. */
function driverFolders({ rooms, packagePlaces }: Tables): { room: Room; place: string }[] {
  const places = new Set(packagePlaces.flatMap((known) => known.places))
  return [...places].flatMap((place) => {
    const room = rooms.find(({ folder }) => folder !== 'src' && place.startsWith(`${folder}/`))
    return room === undefined ? [] : [{ room, place }]
  })
}

function roomOverride(tables: Tables, room: Room, place: string): LintOverride {
  const packages = tables.packagePlaces.filter(
    ({ places }) => !places.some((open) => mayHold(open, place)),
  )
  const node = sentence(`${room.name} is pure and must not import node: modules: ${room.why}`)
  const bans = [
    ...roomBan(tables.rooms, room),
    { regex: '^plimsoll(?:/|$)', message: 'Inside the package, import the file.' },
    ...(room.pure ? [{ regex: '^node:', message: node }] : []),
    ...packages.map(packageBan),
  ]
  return { files: [place === 'src' ? 'src/*.ts' : `${place}/**`], rules: importRule(bans) }
}

/** Whether a package with its place at `open` may be imported in the folder `place`; the faces share their rule. */
function mayHold(open: string, place: string): boolean {
  const isFace = open.startsWith('src/') && open.split('/').length === 2 && open.endsWith('.ts')
  return place === 'src' ? isFace : place === open || place.startsWith(`${open}/`)
}

function roomBan(rooms: readonly Room[], room: Room): readonly ImportBan[] {
  const others = rooms.filter(
    (other) => other !== room && other.folder !== 'src' && !room.mayImport.includes(other.name),
  )
  if (others.length === 0) return []
  const names = others.map(({ folder }) => folder.replace('src/', '')).join('|')
  const up = room.folder === 'src' ? '\\./' : '(?:\\.\\./)+'
  const allowed = room.mayImport.join(', ') || 'no other room'
  const message = sentence(`${room.name} may import ${allowed}: ${room.why}`)
  return [{ regex: `^${up}(?:${names})/`, message }]
}

function packageBan({ packages, places, why }: PackagePlace): ImportBan {
  const message = sentence(
    `${packages.join(', ')}: only in ${places.join(', ') || 'no room'}; ${why}`,
  )
  return { regex: `^(?:${packages.join('|')})(?:/|$)`, message }
}

function pureOverride(room: Room): LintOverride {
  const message = sentence(AMBIENT_WHY)
  const globals = ambientNames.map((name) => ({ name, message }))
  return {
    files: [`${room.folder}/**`],
    ...(room.edges === undefined ? {} : { excludeFiles: room.edges }),
    rules: {
      'eslint/no-restricted-globals': ['error', { globals, checkGlobalObject: true }],
      ...propertyRule([RANDOM, { object: 'Date', property: 'now', message }]),
    },
  }
}

function areaOverride(rooms: readonly Room[], area: Area): LintOverride {
  const banned = area.reach === 'inside' ? ['cli'] : closedRooms(rooms, area)
  const regex = `^(?:\\.\\./)+src/(?:${banned.join('|')})/`
  return {
    files: [`${area.folder}/**`],
    rules: importRule([{ regex, message: sentence(area.why) }]),
  }
}

/** Rooms of which nothing at all is open to an area; a part of a room is left to the architecture test. */
function closedRooms(rooms: readonly Room[], { parts = [] }: Area): readonly string[] {
  return rooms
    .filter(({ folder }) => !parts.some((part) => `${part}/`.startsWith(`${folder}/`)))
    .flatMap(({ folder }) => folder.split('/')[1] ?? [])
}

/** A ban on a member of a global. */
interface PropertyBan {
  readonly object: string
  readonly property: string
  readonly message: string
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`

const RANDOM: PropertyBan = { object: 'Math', property: 'random', message: sentence(RANDOM_WHY) }

function propertyRule(bans: readonly PropertyBan[]): LintOverride['rules'] {
  return { 'eslint/no-restricted-properties': ['error', ...bans] }
}

function importRule(patterns: readonly ImportBan[]): LintOverride['rules'] {
  return { 'eslint/no-restricted-imports': ['error', { patterns }] }
}
