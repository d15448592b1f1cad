/** A process of the load benchmarks: `one.ts <role> [argument]`. What it does not use must not be in its heap. */
const ROLES: Readonly<Record<string, (argument: string | undefined) => Promise<void>>> = {
  server: async (keep) => (await import('./node-server.ts')).serve(keep),
  webSockets: async () => (await import('./ws-server.ts')).serveWebSockets(),
  day: async (seconds) => (await import('./day.ts')).last(Number(seconds)),
  pace: async (text = '') => (await import('./pace.ts')).pace(text),
}

const [role = '', argument] = process.argv.slice(2)
await ROLES[role]?.(argument)
