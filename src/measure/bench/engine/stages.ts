import { AsyncLocalStorage } from 'node:async_hooks'
import type { StageTimer } from '../../../model/scenario.ts'
import { isPromise } from './promise.ts'
import { Series } from './series.ts'
import { wallNs } from './timers.ts'

/**
 * Times the named parts of an iteration.
 *
 *   iteration ── stage('a') ── stage('b')        a, a > b: a tree, one node a path
 *                   │              │
 *                 spent += …     spent += …      summed within the iteration
 *                   └──────┬───────┘
 *                 endIteration(): one sample a touched node
 *
 * Where a stage belongs in the tree: inside synchronous code the enclosing stage is a plain variable; across an `await`
 * it is carried by AsyncLocalStorage, which costs some 150 ns, so only stages that have returned a promise pay for it.
 */
export class StageRecorder {
  readonly #nodes = new Map<string, StageNode>()
  readonly #root = new StageNode('', this.#nodes)
  readonly #carried = new AsyncLocalStorage<StageNode>()
  readonly #touched: StageNode[] = []
  #enclosing: StageNode | undefined
  #anyAsync = false
  #used = false

  /** Whether any stage was ever timed. */
  get used(): boolean {
    return this.#used
  }

  /** Handed to the scenario. */
  readonly timer: StageTimer = <T>(name: string, part: () => T): T => {
    const parent =
      this.#enclosing ?? (this.#anyAsync ? this.#carried.getStore() : undefined) ?? this.#root
    const node = parent.child(name)
    return node.isAsync ? this.#timeAsync(node, part) : this.#timeSync(node, part)
  }

  /** Closes an iteration: each stage that ran in it gets one sample. */
  endIteration(): void {
    for (const node of this.#touched) {
      node.samples.push(node.spentNs)
      node.totalCalls += node.calls
      node.spentNs = 0
      node.calls = 0
    }
    this.#touched.length = 0
  }

  /** The stages of the iteration that is about to end, with the time spent in each. */
  snapshot(): { name: string; latencyNs: number }[] {
    return this.#touched
      .toSorted((a, b) => a.order - b.order)
      .map((node) => ({ name: node.path, latencyNs: node.spentNs }))
  }

  /** Forgets every sample (after the warm-up), and keeps what was learnt of which stages are asynchronous. */
  clear(): void {
    this.#touched.length = 0
    for (const node of this.#nodes.values()) node.clear()
  }

  /** Every stage that has samples, in order of first appearance. */
  recorded(): RecordedStage[] {
    return [...this.#nodes.values()]
      .filter((node) => node.samples.length > 0)
      .map((node) => ({ name: node.path, calls: node.totalCalls, samples: node.samples.values() }))
  }

  #timeSync<T>(node: StageNode, part: () => T): T {
    this.#used = true
    const outer = this.#enclosing
    this.#enclosing = node
    const begin = wallNs()
    let value: T
    try {
      value = part()
    } catch (thrown) {
      this.#enclosing = outer
      this.#add(node, wallNs() - begin)
      throw thrown
    }
    this.#enclosing = outer
    if (!isPromise(value)) {
      this.#add(node, wallNs() - begin)
      return value
    }
    node.isAsync = true
    this.#anyAsync = true
    return this.#settle(node, value, begin) as T
  }

  #timeAsync<T>(node: StageNode, part: () => T): T {
    const outer = this.#enclosing
    this.#enclosing = undefined
    const begin = wallNs()
    let value: T
    try {
      value = this.#carried.run(node, part)
    } catch (thrown) {
      this.#add(node, wallNs() - begin)
      throw thrown
    } finally {
      this.#enclosing = outer
    }
    if (isPromise(value)) return this.#settle(node, value, begin) as T
    this.#add(node, wallNs() - begin)
    return value
  }

  async #settle(node: StageNode, value: PromiseLike<unknown>, begin: number): Promise<unknown> {
    try {
      return await value
    } finally {
      this.#add(node, wallNs() - begin)
    }
  }

  #add(node: StageNode, elapsedNs: number): void {
    if (node.calls === 0) this.#touched.push(node)
    node.spentNs += elapsedNs
    node.calls++
  }
}

/** What was recorded of one stage. */
export interface RecordedStage {
  readonly name: string
  readonly calls: number
  /** One a iteration in which the stage ran, in ns. */
  readonly samples: Float64Array
}

/** Longest path of a stage that a record takes. */
const LONGEST_PATH = 500

/** More stages than a reader could look at: names that are made from data would fill the memory. */
const MOST_STAGES = 1000

class StageNode {
  readonly path: string
  /** Of first appearance. */
  readonly order: number
  readonly samples: Series = new Series(64)
  readonly #children = new Map<string, StageNode>()
  /** Every stage by its path, in order of first appearance: a path is one stage, however it was come by. */
  readonly #all: Map<string, StageNode>
  isAsync = false
  spentNs = 0
  calls = 0
  totalCalls = 0

  constructor(path: string, all: Map<string, StageNode>) {
    this.path = path
    this.order = all.size
    this.#all = all
  }

  child(name: string): StageNode {
    const known = this.#children.get(name)
    if (known !== undefined) return known
    const path = pathOf(this.path, name)
    const node = this.#all.get(path) ?? this.#create(path)
    this.#children.set(name, node)
    return node
  }

  clear(): void {
    this.samples.clear()
    this.spentNs = 0
    this.calls = 0
    this.totalCalls = 0
  }

  #create(path: string): StageNode {
    if (this.#all.size >= MOST_STAGES) {
      throw new RangeError(
        `more than ${MOST_STAGES} stages: a stage needs a fixed name, not one made from data such as '${path}'`,
      )
    }
    const created = new StageNode(path, this.#all)
    this.#all.set(path, created)
    return created
  }
}

/** `outer > inner`, as records and budgets write it. */
function pathOf(outer: string, name: string): string {
  const own = name === '' ? '(unnamed)' : name
  return (outer === '' ? own : `${outer} > ${own}`).slice(0, LONGEST_PATH)
}
