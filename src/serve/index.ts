/** Pages over HTTP and WebSocket: what is recorded, and what is under way. */

export { API_PREFIX } from './names.ts'
