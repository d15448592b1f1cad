import type { Redactor } from '../../kernel/redactor.ts'
import type { JournalLine } from '../../model/live-journal.ts'
import { redactIdentities } from '../../model/redact-identity.ts'
import type { ScenarioIdentity } from '../../model/run.ts'
import { Tidying } from '../../model/tidy.ts'

/** Lines without secrets, and with texts that readers take: as the record of the run is going to be. */
export class LineTidying {
  readonly #redactor: Redactor
  readonly #texts: Tidying
  /** In the order in which they came, as the scenarios call themselves. */
  readonly #identities: ScenarioIdentity[] = []
  #shown = new Map<string, ScenarioIdentity>()

  constructor(redactor: Redactor) {
    this.#redactor = redactor
    this.#texts = new Tidying(redactor)
  }

  line(line: JournalLine): JournalLine {
    if (line.kind === 'run') return { ...line, run: this.#tidy(line.run) }
    if (line.kind === 'lane') {
      const { scenario, ...lane } = line.lane
      return { kind: 'lane', lane: { ...this.#tidy(lane), scenario: this.#identity(scenario) } }
    }
    if (line.kind === 'windows') {
      const windows = line.windows.map(({ key, window }) => ({
        key: this.#key(key),
        window: this.#tidy(window),
      }))
      return { kind: 'windows', windows }
    }
    const { progress } = line
    return { kind: 'progress', progress: { ...progress, scenario: this.#key(progress.scenario) } }
  }

  #identity(scenario: ScenarioIdentity): ScenarioIdentity {
    const known = this.#shown.get(scenario.key)
    if (known !== undefined) return known
    this.#identities.push(scenario)
    const shown = redactIdentities(this.#identities, this.#redactor)
    this.#shown = new Map(this.#identities.map(({ key }, index) => [key, shown[index] ?? scenario]))
    return this.#shown.get(scenario.key) ?? scenario
  }

  #key(key: string): string {
    return this.#shown.get(key)?.key ?? this.#redactor.name(key)
  }

  #tidy<T>(part: T): T {
    return this.#texts.value(part, '') as T
  }
}
