import { text, webAddress, whole } from './parsers.ts'
import type { ServeSettings, Table } from './settings.ts'

/** The year in which the line on ships' hulls became law. */
const PORT = 1876
const HIGHEST_PORT = 65_535

/** Settings of the pages' server. */
export const SERVE_SETTINGS: Table<ServeSettings> = {
  servePort: {
    key: 'serve.port',
    flag: 'port',
    env: 'PLIMSOLL_SERVE_PORT',
    default: PORT,
    parse: whole(0, HIGHEST_PORT),
    describe: 'where pages are served; 0 = any port that is free',
    takes: '<port>',
    unit: '',
  },
  serveHost: {
    key: 'serve.host',
    flag: 'host',
    env: 'PLIMSOLL_SERVE_HOST',
    default: '127.0.0.1',
    parse: text,
    describe: 'the address to listen on; any but this machine’s own needs a password',
    takes: '<host>',
    unit: '',
  },
  servePublicUrl: {
    key: 'serve.publicUrl',
    flag: 'public-url',
    env: 'PLIMSOLL_SERVE_PUBLIC_URL',
    default: undefined,
    parse: webAddress,
    describe: 'where browsers reach a proxy that stands in front',
    takes: '<url>',
    unit: '',
  },
}
