/** Pages over HTTP and WebSocket: what is recorded, and what is under way. */

export { hashPassword, PASSWORD_CHARACTERS } from './access/passwords.ts'
export { newToken, sha256 } from './access/tokens.ts'
export { type PageFiles, readPageFiles } from './files.ts'
export { API_PREFIX } from './names.ts'
export { type RunningServer, startServer } from './server.ts'
