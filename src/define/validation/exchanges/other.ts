import { closed, text } from '../parts.ts'
import { checkedApart, problemsAt } from './parts.ts'

const other = closed({ transport: text, plan: checkedApart })

/** What is wrong with the shape of work for a transport of the configuration. */
export const otherShape = (written: unknown): readonly string[] =>
  problemsAt(['exchange'], other, written)
