/** Writes the linter's import rules from the table of rooms: `npm run lint:rooms`, after a change to it. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { lintRooms } from './architecture/lint.ts'
import { areas, packagePlaces, rooms } from './architecture/rooms.ts'
import { repositoryPath } from './tools.ts'

const path = join(repositoryPath, '.oxlintrc.rooms.json')
await writeFile(path, lintRooms({ rooms, areas, packagePlaces }))
