import type { Access } from '../../model/access.ts'

/** Whether anybody is asked at all. */
export const asksForAccess = ({ password, tokens }: Access): boolean =>
  password !== null || tokens.length > 0

/** What it is at the moment: it may be changed while the server runs. */
export type ReadAccess = () => Promise<Access>
