import type { Note, SourceKind } from '../../../model/run.ts'
import type { ServerKind } from '../../../model/target.ts'

/** Values by series; each name says its unit. What can't be read is absent. */
export type SeriesValues = Readonly<Record<string, number>>

/** Something whose state is read again and again while a load runs. */
export interface Source extends AsyncDisposable {
  readonly name: string
  readonly kind: SourceKind
  /** What it says of the time since it was last asked; `undefined` = nothing. Never rejects, and never hangs. */
  read(): Promise<SeriesValues | undefined>
  /** What a reader should know of what could not be read. */
  note(): Note | undefined
}

/** Where a server is that is loaded or used, and how it is reached. */
export interface ServerPlace {
  readonly name: string
  /** May hold a password. */
  readonly url: string
  /** Certificates are not verified. */
  readonly insecure?: boolean
  /** Certificates (PEM) that are trusted instead of the machine's own. */
  readonly ca?: string
}

/** A server that is loaded itself. */
export interface DirectServer extends Omit<ServerPlace, 'name'> {
  readonly kind: ServerKind
}
