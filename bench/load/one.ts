/** A process of the load benchmarks: `one.ts <role>`. What a process does not use must not be in its heap. */
const ROLES: Readonly<Record<string, () => Promise<void>>> = {
  server: async () => (await import('./node-server.ts')).serve(),
}

const [role = ''] = process.argv.slice(2)
await ROLES[role]?.()
