import type { Reader, Values } from './reader.ts'

/** CPU time of all threads of this process ÷ time: 1.5 = a core and a half. */
export class CpuReader implements Reader {
  #beforeUs = cpuUs()

  read(values: Values, elapsedMs: number): void {
    const nowUs = cpuUs()
    values['cpuCores'] = (nowUs - this.#beforeUs) / 1e3 / elapsedMs
    this.#beforeUs = nowUs
  }

  stop(): void {
    // It was only ever asked.
  }
}

function cpuUs(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}
