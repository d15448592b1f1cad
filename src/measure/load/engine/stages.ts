import type { StageTimer } from '../../../model/scenario.ts'
import { isPromise } from '../../bench/engine/promise.ts'
import { monotonicNs } from '../transports/exchanging/monotonic.ts'
import type { StageNode, StageTree } from './stage-tree.ts'

/**
 * Times the stages of one iteration among many that are under way at the same time: the tree is shared, what was spent is
 * the iteration's own.
 *
 * Where a stage belongs: inside synchronous code the enclosing stage is a plain variable. Across an `await` it is the one
 * that is open; where several are, or once one was seen to hold another, it is carried by AsyncLocalStorage from then on.
 */
export class IterationStages {
  readonly #tree: StageTree
  readonly #touched: Spent[] = []
  readonly #byIndex: (Spent | undefined)[] = []
  /** Asynchronous, not carried, not settled. */
  readonly #open: StageNode[] = []
  #enclosing: StageNode | undefined
  /** Stages that nobody awaited may end when the iteration is over, and its object used again. */
  #epoch = 0

  constructor(tree: StageTree) {
    this.#tree = tree
  }

  /** The stages that ran, in order of first end, with the time spent in each. Valid until {@link clear}. */
  get touched(): readonly Spent[] {
    return this.#touched
  }

  /** Handed to the scenario. */
  readonly timer: StageTimer = <T>(name: string, part: () => T): T => {
    const node = this.#tree.childOf(this.#enclosing ?? this.#acrossAwait(name), name)
    return node.isCarried ? this.#timeCarried(node, part) : this.#time(node, part)
  }

  /** For the next iteration. */
  clear(): void {
    // Taken out one by one: an array whose length is set gives its memory away, and takes it anew for the next iteration.
    for (let spent = this.#touched.pop(); spent !== undefined; spent = this.#touched.pop()) {
      spent.spentNs = 0
      spent.calls = 0
    }
    if (this.#open.length > 0) this.#open.length = 0
    this.#enclosing = undefined
    this.#epoch++
  }

  /** The stage that is open, or the one inside it that is, as long as that is the only one. */
  #acrossAwait(name: string): StageNode {
    const { anyAsync, carried, root } = this.#tree
    if (!anyAsync) return root
    return this.#innermost(carried.getStore() ?? root, name)
  }

  #innermost(parent: StageNode, name: string): StageNode {
    if (parent.children.has(name)) return parent
    const inside = this.#open.filter((node) => node.parent === parent)
    // From now on they are carried, and nothing has to be guessed.
    for (const node of inside) node.isCarried = true
    const [only] = inside
    return only === undefined || inside.length > 1 ? parent : this.#innermost(only, name)
  }

  #time<T>(node: StageNode, part: () => T): T {
    const outer = this.#enclosing
    const epoch = this.#epoch
    this.#enclosing = node
    const begin = monotonicNs()
    let value: T
    try {
      value = part()
    } catch (thrown) {
      this.#enclosing = outer
      this.#add(node, begin, epoch)
      throw thrown
    }
    this.#enclosing = outer
    if (!isPromise(value)) {
      this.#add(node, begin, epoch)
      return value
    }
    node.isAsync = true
    this.#tree.anyAsync = true
    this.#open.push(node)
    return this.#settle(node, value, { begin, epoch }) as T
  }

  #timeCarried<T>(node: StageNode, part: () => T): T {
    const outer = this.#enclosing
    const epoch = this.#epoch
    this.#enclosing = undefined
    const begin = monotonicNs()
    let value: T
    try {
      value = this.#tree.carried.run(node, part)
    } catch (thrown) {
      this.#add(node, begin, epoch)
      throw thrown
    } finally {
      this.#enclosing = outer
    }
    if (isPromise(value)) return this.#settle(node, value, { begin, epoch }) as T
    this.#add(node, begin, epoch)
    return value
  }

  /** Without an async function where it can be: that takes one more promise, and a turn of the queue. */
  #settle(node: StageNode, value: PromiseLike<unknown>, call: Call): PromiseLike<unknown> {
    const promise = value instanceof Promise ? value : Promise.resolve(value)
    return promise.then(
      (result: unknown) => {
        this.#end(node, call)
        return result
      },
      (thrown: unknown) => {
        this.#end(node, call)
        throw thrown
      },
    )
  }

  #end(node: StageNode, { begin, epoch }: Call): void {
    this.#add(node, begin, epoch)
    const at = epoch === this.#epoch ? this.#open.lastIndexOf(node) : -1
    if (at >= 0) this.#open.splice(at, 1)
  }

  #add(node: StageNode, begin: number, epoch: number): void {
    if (epoch !== this.#epoch) return
    const spent = (this.#byIndex[node.index] ??= { node, spentNs: 0, calls: 0 })
    if (spent.calls === 0) this.#touched.push(spent)
    spent.spentNs += monotonicNs() - begin
    spent.calls++
  }
}

/** A stage, and what one iteration spent in it; several calls are summed. */
export interface Spent {
  readonly node: StageNode
  spentNs: number
  calls: number
}

/** One call of a stage. */
interface Call {
  readonly begin: number
  readonly epoch: number
}
