import { AsyncLocalStorage } from 'node:async_hooks'

/** Longest path of a stage that a record takes. */
const LONGEST_PATH = 500

/** Each stage has a histogram in every window: names that are made from data would fill the memory. */
const MOST_STAGES = 200

/** The stages of one scenario, shared by all of its iterations in this process. */
export class StageTree {
  readonly root: StageNode = new StageNode('', undefined, -1)
  /** The enclosing stage across an `await`, for those stages that hold others: it costs some 180 ns. */
  readonly carried: AsyncLocalStorage<StageNode> = new AsyncLocalStorage<StageNode>()
  /** Whether any stage was asynchronous yet. */
  anyAsync = false
  readonly #byPath = new Map<string, StageNode>()

  /** The stage of this name inside another, made when it appears first. @throws RangeError at too many */
  childOf(parent: StageNode, name: string): StageNode {
    const known = parent.children.get(name)
    if (known !== undefined) return known
    const path = pathOf(parent.path, name)
    const node = this.#byPath.get(path) ?? this.#create(path, parent)
    parent.children.set(name, node)
    return node
  }

  #create(path: string, parent: StageNode): StageNode {
    if (this.#byPath.size >= MOST_STAGES) {
      throw new RangeError(
        `more than ${MOST_STAGES} stages: a stage needs a fixed name, not one made from data such as '${path}'`,
      )
    }
    const node = new StageNode(path, parent, this.#byPath.size)
    this.#byPath.set(path, node)
    return node
  }
}

/** One stage. */
export class StageNode {
  /** `outer > inner`. */
  readonly path: string
  /** `undefined` for the iteration itself. */
  readonly parent: StageNode | undefined
  /** In order of first appearance, from 0; −1 for the iteration itself. */
  readonly index: number
  readonly children: Map<string, StageNode> = new Map()
  isAsync = false
  /** It may hold others while it waits, so that what it awaits has to know it. */
  isCarried = false

  constructor(path: string, parent: StageNode | undefined, index: number) {
    this.path = path
    this.parent = parent
    this.index = index
  }
}

function pathOf(outer: string, name: string): string {
  const own = name === '' ? '(unnamed)' : name
  return (outer === '' ? own : `${outer} > ${own}`).slice(0, LONGEST_PATH)
}
