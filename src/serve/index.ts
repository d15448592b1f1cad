/** Pages over HTTP and WebSocket: what is recorded, and what is under way. */

export { hashPassword, PASSWORD_CHARACTERS } from './access/passwords.ts'
export { newToken, sha256 } from './access/tokens.ts'
export type { Sources } from './api/answers.ts'
export { type PageFiles, readPageFiles } from './files.ts'
export { isSameHost } from './guard/origins.ts'
export { pages, type PagesPlugin } from './pages.ts'
export { type RunningServer, startServer } from './server.ts'
export { silentFeed } from './silent-feed.ts'
