/** A service under test, as scenarios see it: where it is, however it came to run. */
export interface TargetInfo {
  /** As the configuration calls it. */
  readonly name: string
  /** Base address of the first instance: `http://127.0.0.1:41234`. */
  readonly url: string
  /** At least one. */
  readonly instances: readonly TargetInstance[]
  /** Addresses of the servers that it uses, by the variable that told it (`REDIS_URL`). May hold passwords. */
  readonly servers: Readonly<Record<string, string>>
}

/** One of several copies of a service. */
export interface TargetInstance {
  /** `bot`, or `bot 2` where there are several. */
  readonly name: string
  readonly url: string
  /** By name; empty for a target that was not started by plimsoll. */
  readonly ports: Readonly<Record<string, number>>
}
