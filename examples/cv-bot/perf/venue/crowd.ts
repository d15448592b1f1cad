import { type Answer, Chatter } from './chatter.ts'

/** Chat clients that speak in turn. */
export class Crowd implements Disposable {
  readonly #chatters: readonly Chatter[]
  #turns = 0

  private constructor(chatters: readonly Chatter[]) {
    this.#chatters = chatters
  }

  /** One client for each name. */
  static async join(url: string, users: readonly string[]): Promise<Crowd> {
    using stack = new DisposableStack()
    const joining = users.map(async (user) => stack.use(await Chatter.join(url, user)))
    const chatters = await Promise.all(joining)
    stack.move()
    return new Crowd(chatters)
  }

  /** Whose turn it is says something. */
  say(text: string): Promise<Answer> {
    return this.#next().say(text)
  }

  /** Whose turn it is sends anything at all. */
  sendFrame(frame: string | Buffer, id: number | null): Promise<Answer> {
    return this.#next().sendFrame(frame, id)
  }

  [Symbol.dispose](): void {
    for (const chatter of this.#chatters) chatter[Symbol.dispose]()
  }

  #next(): Chatter {
    const chatter = this.#chatters[this.#turns++ % this.#chatters.length]
    if (chatter === undefined) throw new Error('nobody is there')
    return chatter
  }
}

/** `guest 1`, `guest 2` … */
export const guests = (name: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${name}-${index + 1}`)
