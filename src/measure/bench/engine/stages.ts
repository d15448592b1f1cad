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
 * Where a stage belongs in the tree: inside synchronous code the enclosing stage is a plain variable. Across an `await` it
 * is carried by AsyncLocalStorage, which costs some 180 ns; so only those asynchronous stages pay for it that held other
 * stages while the scenario warmed up. What the others (leaves) turn out to hold later is seen by their being open.
 */
export class StageRecorder {
  readonly #nodes = new Map<string, StageNode>()
  readonly #root = new StageNode('', undefined, this.#nodes)
  readonly #carried = new AsyncLocalStorage<StageNode>()
  readonly #touched: StageNode[] = []
  #enclosing: StageNode | undefined
  #anyAsync = false
  #openLeaves = 0
  #used = false

  /** Whether any stage was ever timed. */
  get used(): boolean {
    return this.#used
  }

  /** Handed to the scenario. */
  readonly timer: StageTimer = <T>(name: string, part: () => T): T => {
    const parent = this.#enclosing ?? (this.#anyAsync ? this.#parentAcrossAwait(name) : this.#root)
    const node = parent.child(name)
    return node.isAsync && !node.isLeaf ? this.#timeCarried(node, part) : this.#time(node, part)
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

  /** Forgets every sample (after the warm-up), and keeps what was learnt: which stages are asynchronous, and which hold others. */
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

  /** Whoever carries the stage that awaited, unless a leaf may have: one that is open, where this name is new. */
  #parentAcrossAwait(name: string): StageNode {
    const carried = this.#carried.getStore() ?? this.#root
    if (this.#openLeaves === 0 || carried.has(name)) return carried
    const leaves = [...this.#nodes.values()].filter(
      (node) => node.open > 0 && node.parent === carried,
    )
    // From now on it is carried, and nothing has to be guessed.
    for (const node of leaves) node.isLeaf = false
    const [only] = leaves
    return only !== undefined && leaves.length === 1 ? only : carried
  }

  /** A synchronous stage, one called for the first time, or a leaf. */
  #time<T>(node: StageNode, part: () => T): T {
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
    return this.#settleOpen(node, value, begin) as T
  }

  #timeCarried<T>(node: StageNode, part: () => T): T {
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

  async #settleOpen(node: StageNode, value: PromiseLike<unknown>, begin: number): Promise<unknown> {
    this.#openLeaves++
    node.open++
    try {
      return await value
    } finally {
      this.#add(node, wallNs() - begin)
      this.#openLeaves--
      node.open--
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
  /** `undefined` for the iteration itself. */
  readonly parent: StageNode | undefined
  /** Of first appearance. */
  readonly order: number
  readonly samples: Series = new Series(64)
  readonly #children = new Map<string, StageNode>()
  /** Every stage by its path, in order of first appearance: a path is one stage, however it was come by. */
  readonly #all: Map<string, StageNode>
  isAsync = false
  /** Asynchronous, and held no other stage while the scenario warmed up. */
  isLeaf = false
  /** Calls that are not carried and have not settled yet. */
  open = 0
  spentNs = 0
  calls = 0
  totalCalls = 0

  constructor(path: string, parent: StageNode | undefined, all: Map<string, StageNode>) {
    this.path = path
    this.parent = parent
    this.order = all.size
    this.#all = all
  }

  has(name: string): boolean {
    return this.#children.has(name)
  }

  child(name: string): StageNode {
    const known = this.#children.get(name)
    if (known !== undefined) return known
    const path = pathOf(this.path, name)
    const node = this.#all.get(path) ?? this.#create(path)
    this.#children.set(name, node)
    this.isLeaf = false
    return node
  }

  clear(): void {
    this.isLeaf = this.isAsync && this.#children.size === 0
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
    const created = new StageNode(path, this, this.#all)
    this.#all.set(path, created)
    return created
  }
}

/** `outer > inner`, as records and budgets write it. */
function pathOf(outer: string, name: string): string {
  const own = name === '' ? '(unnamed)' : name
  return (outer === '' ? own : `${outer} > ${own}`).slice(0, LONGEST_PATH)
}
